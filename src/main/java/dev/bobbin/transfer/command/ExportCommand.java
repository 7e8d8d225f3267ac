package dev.bobbin.transfer.command;

import dev.bobbin.database.h2.OwnerOnlyFile;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ApplicationArguments;
import org.springframework.core.env.Environment;

/** {@code java -jar bobbin.jar export FILE}: writes a project's threads or conversations to a file, as JSON Lines. */
public final class ExportCommand implements TransferCommand {

    @Override
    public Set<String> options() {
        return Set.of(RemoteServer.URL, CONVERSATIONS, "thread", "conversation", "metadata");
    }

    @Override
    public String run(String file, ApplicationArguments options, Environment settings)
            throws IOException, InterruptedException {
        String path = path(options);
        RemoteServer server = RemoteServer.of(options, settings);
        return file.equals(STANDARD_STREAM)
                ? writeToStandardOutput(server, path)
                : writeTo(Path.of(file).toAbsolutePath(), server, path);
    }

    /** Returns the path and query of the export that the options select. */
    static String path(ApplicationArguments options) throws WrongOptionException {
        boolean ofConversations = options.containsOption(CONVERSATIONS) || options.containsOption("conversation");
        String owner = ofConversations ? "conversation" : "thread";
        @Nullable List<String> ids = options.getOptionValues(owner);
        @Nullable List<String> filters = options.getOptionValues("metadata");
        if (ofConversations && options.containsOption("thread")) {
            throw new WrongOptionException("Use either --thread=ID or an option for conversations.");
        }
        if (ids == null) {
            return "/" + owner + "s/export" + (filters == null ? "" : "?" + query(filters));
        }
        if (filters != null || ids.size() != 1 || ids.get(0).isEmpty()) {
            throw new WrongOptionException("Use either one --" + owner + "=ID or --metadata=NAME=VALUE.");
        }
        return "/" + owner + "s/" + encode(ids.get(0)) + "/export";
    }

    private static String query(List<String> filters) throws WrongOptionException {
        if (filters.isEmpty() || !filters.stream().allMatch(filter -> filter.contains("="))) {
            throw new WrongOptionException("Write a filter as --metadata=NAME=VALUE.");
        }
        return filters.stream()
                .map(filter -> filter.split("=", 2))
                .map(pair -> "metadata%5B" + encode(pair[0]) + "%5D=" + encode(pair[1]))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String writeToStandardOutput(RemoteServer server, String path)
            throws IOException, InterruptedException {
        try (OutputStream output = new FileOutputStream(FileDescriptor.out)) {
            return "Exported " + server.download(path, output) + ".";
        }
    }

    /** The file gets its name only when it is complete and durable. */
    private static String writeTo(Path file, RemoteServer server, String path)
            throws IOException, InterruptedException {
        boolean replaces = Files.exists(file);
        Path partial = file.resolveSibling(file.getFileName() + ".part");
        // Removes the file if the operator interrupts the command.
        partial.toFile().deleteOnExit();
        try {
            OwnerOnlyFile.create(partial);
            String size;
            try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
                size = server.download(path, Channels.newOutputStream(channel));
                channel.force(true);
            }
            OwnerOnlyFile.move(partial, file);
            return "Exported " + size + " to " + file + (replaces ? ", in place of an earlier file." : ".");
        } finally {
            Files.deleteIfExists(partial);
        }
    }
}
