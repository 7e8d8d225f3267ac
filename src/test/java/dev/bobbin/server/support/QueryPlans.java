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

/** Reads the query plans that PostgreSQL used. Its extension auto_explain logs the plan of every statement. */
public final class QueryPlans {

    /**
     * The driver creates a server-side prepared statement after five runs. After five more, PostgreSQL can choose a
     * generic plan.
     */
    private static final int RUNS = 12;

    private static final Pattern PLAN = Pattern.compile("(?m)^LOG: .* plan:\n((?:\t.*\n)+)");

    private final Path log;

    public QueryPlans(Path log) {
        this.log = log;
    }

    public EmbeddedPostgres startPostgres() throws IOException {
        return UnusualPostgres.builder()
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

    /** Runs a request several times with the number of the run. Returns the table and index scans of the last run. */
    public List<Scan> scansOf(Consumer<Integer> request) {
        IntStream.range(1, RUNS).forEach(request::accept);
        int start = log().length();
        request.accept(RUNS);
        return PLAN.matcher(log().substring(start))
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
        Stream<Scan> scan = isTableOrIndexScan(node) ? Stream.of(new Scan(node)) : Stream.of();
        return Stream.concat(scan, node.path("Plans").valueStream().flatMap(QueryPlans::scansIn));
    }

    /** Ignores scans of intermediate results, such as common table expressions. */
    private static boolean isTableOrIndexScan(JsonNode node) {
        return node.get("Node Type").stringValue().contains("Scan")
                && (node.has("Relation Name") || node.has("Index Name"));
    }

    /** A step of a plan that reads a table or an index. */
    public record Scan(JsonNode node) {

        public boolean usesIndex() {
            String type = node.get("Node Type").stringValue();
            return type.contains("Index") || type.equals("Bitmap Heap Scan");
        }

        /** Returns how many rows the scan read: the rows that it returned and the rows that it filtered out. */
        public long rows() {
            double rowsPerLoop = node.get("Actual Rows").doubleValue()
                    + node.path("Rows Removed by Filter").doubleValue(0)
                    + node.path("Rows Removed by Index Recheck").doubleValue(0);
            return Math.round(rowsPerLoop * node.get("Actual Loops").doubleValue());
        }
    }
}
