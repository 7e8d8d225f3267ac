package dev.bobbin.server.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How a PostgreSQL came to the rows of each statement: it explains them in its log as it runs them. */
public final class QueryPlans {

    /** After five runs the driver prepares a statement, and after five more PostgreSQL may plan it for all values. */
    private static final int RUNS = 12;

    private static final Pattern PLAN = Pattern.compile("(?m)^LOG: .* plan:\n((?:\t.*\n)+)");

    private final Path log;

    public QueryPlans(Path log) {
        this.log = log;
    }

    public EmbeddedPostgres startPostgres() throws IOException {
        return EmbeddedPostgres.builder()
                .setOutputRedirector(Redirect.appendTo(log.toFile()))
                .setErrorRedirector(Redirect.appendTo(log.toFile()))
                .setServerConfig("log_line_prefix", "")
                .setServerConfig("session_preload_libraries", "auto_explain")
                .setServerConfig("auto_explain.log_min_duration", "0")
                .setServerConfig("auto_explain.log_analyze", "on")
                .setServerConfig("auto_explain.log_nested_statements", "on")
                .setServerConfig("auto_explain.log_format", "json")
                .start();
    }

    /** What the last of several runs of a call read in tables. */
    public List<Scan> scansOf(Consumer<Integer> call) {
        IntStream.range(1, RUNS).forEach(call::accept);
        int begin = log().length();
        call.accept(RUNS);
        return PLAN.matcher(log().substring(begin))
                .results()
                .map(plan -> JsonMapper.shared().readTree(plan.group(1)).get("Plan"))
                .flatMap(QueryPlans::scansIn)
                .toList();
    }

    private String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Scan> scansIn(JsonNode node) {
        Stream<Scan> here = readsATable(node) ? Stream.of(new Scan(node)) : Stream.of();
        return Stream.concat(here, node.path("Plans").valueStream().flatMap(QueryPlans::scansIn));
    }

    /** Not what the statement itself has just made. */
    private static boolean readsATable(JsonNode node) {
        return node.get("Node Type").stringValue().contains("Scan")
                && (node.has("Relation Name") || node.has("Index Name"));
    }

    /** A step of a plan that reads a table or an index. */
    public record Scan(JsonNode node) {

        public boolean usesIndex() {
            return node.get("Node Type").stringValue().contains("Index");
        }

        /** Those it passed on and those it found not to be wanted. */
        public long rows() {
            double each = node.get("Actual Rows").doubleValue()
                    + node.path("Rows Removed by Filter").doubleValue(0)
                    + node.path("Rows Removed by Index Recheck").doubleValue(0);
            return Math.round(each * node.get("Actual Loops").doubleValue());
        }
    }
}
