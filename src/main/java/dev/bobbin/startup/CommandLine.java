package dev.bobbin.startup;

import dev.bobbin.database.backup.BackupCommand;
import dev.bobbin.database.backup.FileCommand;
import dev.bobbin.database.backup.RestoreCommand;
import dev.bobbin.security.ApiKeyGenerator;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The commands that the jar offers in addition to the server. */
public final class CommandLine {

    private static final String USAGE = """
            java -jar bobbin.jar                 starts the server; settings may follow, such as --server.port=9000
            java -jar bobbin.jar backup FILE     downloads a backup of the H2 file from the server on this machine
            java -jar bobbin.jar restore FILE    restores a backup to a new data folder
            java -jar bobbin.jar key new         generates a key, and prints it and its digest""";

    private CommandLine() {}

    /** Whether the arguments name a command. All other arguments are settings, which begin with a hyphen. */
    public static boolean hasCommand(String... args) {
        return Stream.of(args).anyMatch(arg -> !arg.startsWith("-"));
    }

    /** Runs the command and returns the exit code. */
    public static int run(String... args) throws InterruptedException {
        try {
            System.out.println(execute(args));
            return 0;
        } catch (NoSuchFileException | AccessDeniedException e) {
            System.err.println("Cannot use " + e.getFile() + ": "
                    + (e instanceof NoSuchFileException ? "a folder is missing" : "permission denied") + ".");
        } catch (IOException | RuntimeException e) {
            System.err.println(e.getMessage() == null ? e : e.getMessage());
        }
        return 1;
    }

    private static String execute(String... args) throws IOException, InterruptedException {
        List<String> words = Stream.of(args).filter(arg -> !arg.startsWith("-")).toList();
        if (words.equals(List.of("key", "new"))) {
            return ApiKeyGenerator.generate();
        }
        if (words.size() == 2 && words.get(0).equals("backup")) {
            return run(new BackupCommand(), words.get(1), args);
        }
        if (words.size() == 2 && words.get(0).equals("restore")) {
            return run(new RestoreCommand(), words.get(1), args);
        }
        throw new IOException(USAGE);
    }

    /** Reads the settings from the same places as the server. */
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
