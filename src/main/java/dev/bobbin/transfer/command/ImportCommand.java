package dev.bobbin.transfer.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.springframework.boot.ApplicationArguments;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;

/** {@code java -jar bobbin.jar import FILE}: sends threads or conversations from a file to a server. */
public final class ImportCommand implements TransferCommand {

    private static final String CREATE_THREADS = "create-threads";
    private static final String CREATE_CONVERSATIONS = "create-conversations";

    @Override
    public Set<String> options() {
        return Set.of(RemoteServer.URL, CONVERSATIONS, CREATE_THREADS, CREATE_CONVERSATIONS);
    }

    @Override
    public String run(String file, ApplicationArguments options, Environment settings)
            throws IOException, InterruptedException {
        RemoteServer server = RemoteServer.of(options, settings);
        String path = path(options);
        try (InputStream body = open(file)) {
            return summary(server.upload(path, body));
        }
    }

    /** Returns the path and query of the import that the options select. */
    static String path(ApplicationArguments options) throws WrongOptionException {
        boolean ofConversations = options.containsOption(CONVERSATIONS);
        if (options.containsOption(ofConversations ? CREATE_THREADS : CREATE_CONVERSATIONS)) {
            throw new WrongOptionException(
                    "Use either --create-threads, or --conversations with --create-conversations.");
        }
        if (ofConversations) {
            return "/conversations/import"
                    + (options.containsOption(CREATE_CONVERSATIONS) ? "?create_conversations=true" : "");
        }
        return "/threads/import" + (options.containsOption(CREATE_THREADS) ? "?create_threads=true" : "");
    }

    private static InputStream open(String file) throws IOException {
        if (file.equals(STANDARD_STREAM)) {
            return System.in;
        }
        Path path = Path.of(file).toAbsolutePath();
        if (!Files.isRegularFile(path) && !Files.exists(path)) {
            throw new IOException("There is no file " + path + ".");
        }
        return Files.newInputStream(path);
    }

    /**
     * Returns the counts of a report.
     *
     * @throws IOException if the server has refused an object, with a line for each problem
     */
    static String summary(JsonNode report) throws IOException {
        String counts = report.has("conversations")
                ? "Conversations: " + counts(report.path("conversations")) + ". Items: " + counts(report.path("items"))
                        + "."
                : "Threads: " + counts(report.path("threads")) + ". Messages: " + counts(report.path("messages")) + ".";
        if (report.path("problems").isEmpty()) {
            return counts;
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode problem : report.path("problems")) {
            text.append("Line ").append(problem.path("line").asLong()).append(": ");
            text.append(problem.path("message").asString()).append('\n');
        }
        long omitted = report.path("problems_omitted").asLong();
        if (omitted > 0) {
            text.append("There are ").append(omitted).append(" more problems.\n");
        }
        throw new IOException(text + counts);
    }

    private static String counts(JsonNode counts) {
        return counts.path("created").asLong() + " created, "
                + counts.path("skipped").asLong() + " skipped, "
                + counts.path("refused").asLong() + " refused";
    }
}
