package dev.bobbin.startup;

import dev.bobbin.database.backup.BackupCommand;
import dev.bobbin.database.backup.FileCommand;
import dev.bobbin.database.backup.RestoreCommand;
import dev.bobbin.security.ApiKeyGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** What the jar does on the command line beside serving. */
public final class CommandLine {

    private static final String USAGE = """
            java -jar bobbin.jar                 serves; settings may follow, such as --server.port=9000
            java -jar bobbin.jar backup FILE     asks the server on this machine for a copy of its H2 file
            java -jar bobbin.jar restore FILE    makes a data folder of such a copy
            java -jar bobbin.jar key new         makes a key, and tells its digest for the settings""";

    private CommandLine() {}

    /** Whether the arguments name a command, and not only settings. */
    public static boolean isIn(String... args) {
        return Stream.of(args).anyMatch(arg -> !arg.startsWith("-"));
    }

    /** Does what the arguments name, and returns the exit code. */
    public static int run(String... args) throws InterruptedException {
        try {
            System.out.println(outcome(args));
            return 0;
        } catch (IOException e) {
            System.err.println(e.getMessage() == null ? e : e.getMessage());
            return 1;
        }
    }

    private static String outcome(String... args) throws IOException, InterruptedException {
        List<String> words = Stream.of(args).filter(arg -> !arg.startsWith("-")).toList();
        if (words.equals(List.of("key", "new"))) {
            return ApiKeyGenerator.make().toString();
        }
        if (words.size() == 2 && words.get(0).equals("backup")) {
            return run(new BackupCommand(), words.get(1), args);
        }
        if (words.size() == 2 && words.get(0).equals("restore")) {
            return run(new RestoreCommand(), words.get(1), args);
        }
        throw new IOException(USAGE);
    }

    /** The settings are found where the server finds them. */
    private static String run(FileCommand command, String file, String... args)
            throws IOException, InterruptedException {
        try (ConfigurableApplicationContext settings = new SpringApplicationBuilder(CommandLine.class)
                .web(WebApplicationType.NONE)
                .logStartupInfo(false)
                .run(args)) {
            return command.run(Path.of(file).toAbsolutePath(), settings.getEnvironment());
        }
    }
}
