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
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

/** The commands that the jar offers in addition to the server. */
public final class CommandLine {

    private static final String USAGE = """
            java -jar bobbin.jar                 starts the server
            java -jar bobbin.jar check           checks the settings, without a start of the server
            java -jar bobbin.jar backup FILE     downloads a backup of the H2 file from the server on this machine
            java -jar bobbin.jar restore FILE    restores a backup to a new data folder
            java -jar bobbin.jar key new         generates a key, and prints it and its digest
            java -jar bobbin.jar help            prints this text (also --help, -h)
            java -jar bobbin.jar version         prints the version (also --version, -V)

            Settings follow as --name=value. The most important ones:

              --server.port=9000                 port of the API (default: 8080)
              --server.address=127.0.0.1         address of the API (default: all if a key is set, otherwise loopback)
              --bobbin.api-keys.default=sk-...   API keys of the project "default"
              --bobbin.admin-keys=sk-...         the operator's keys, for /actuator and for backups
              --bobbin.data-dir=/data            folder of the H2 file (default: ./data)
              --spring.datasource.url=jdbc:...   PostgreSQL in place of the H2 file

            Environment variables (BOBBIN_DATADIR=/data) and a file application.yaml in the working directory work, too.
            docs/operations.md lists every setting:
            https://github.com/bobbin-server/bobbin/blob/main/docs/operations.md""";

    private static final Set<String> HELP = Set.of("--help", "-h");
    private static final Set<String> VERSION = Set.of("--version", "-V");

    private CommandLine() {}

    /** Whether the arguments contain anything but settings, which begin with two hyphens. */
    public static boolean hasCommand(String... args) {
        return Stream.of(args).anyMatch(arg -> !isSetting(arg));
    }

    /**
     * Runs the command.
     *
     * @param server the server, which only the command {@code check} uses
     * @return the exit code: 0 after success, 1 after a failure, 2 for wrong arguments
     */
    public static int run(SpringApplication server, String... args) throws InterruptedException {
        try {
            System.out.println(execute(server, args));
            return 0;
        } catch (WrongArgumentsException e) {
            System.err.println(e.getMessage());
            return 2;
        } catch (NoSuchFileException | AccessDeniedException e) {
            System.err.println("Cannot use " + e.getFile() + ": "
                    + (e instanceof NoSuchFileException ? "a folder is missing" : "permission denied") + ".");
        } catch (IOException e) {
            System.err.println(e.getMessage() == null ? e : e.getMessage());
        }
        return 1;
    }

    private static String execute(SpringApplication server, String... args) throws IOException, InterruptedException {
        List<String> words = Stream.of(args).filter(arg -> !isSetting(arg)).toList();
        if (words.stream().anyMatch(HELP::contains) || words.equals(List.of("help"))) {
            return USAGE;
        }
        if (words.stream().anyMatch(VERSION::contains) || words.equals(List.of("version"))) {
            return "Bobbin " + version() + ", Java " + System.getProperty("java.version");
        }
        if (words.equals(List.of("check"))) {
            SettingsCheck.run(server, args);
            return "The settings are valid.";
        }
        if (words.equals(List.of("key", "new"))) {
            settings(args).close();
            return ApiKeyGenerator.generate();
        }
        boolean hasFile = words.size() == 2 && !words.get(1).startsWith("-");
        if (hasFile && words.get(0).equals("backup")) {
            return run(new BackupCommand(), words.get(1), args);
        }
        if (hasFile && words.get(0).equals("restore")) {
            return run(new RestoreCommand(), words.get(1), args);
        }
        throw new WrongArgumentsException(words);
    }

    private static boolean isSetting(String arg) {
        return arg.startsWith("--") && !HELP.contains(arg) && !VERSION.contains(arg);
    }

    /** The version that the build has recorded. An IDE may compile the classes without that step. */
    private static String version() throws IOException {
        ClassPathResource build = new ClassPathResource("META-INF/build-info.properties");
        return build.exists()
                ? PropertiesLoaderUtils.loadProperties(build).getProperty("build.version")
                : "(unknown version)";
    }

    private static String run(FileCommand command, String file, String... args)
            throws IOException, InterruptedException {
        try (ConfigurableApplicationContext settings = settings(args)) {
            return run(command, Path.of(file).toAbsolutePath(), settings.getEnvironment());
        }
    }

    /** The operator gets a sentence instead of a stack trace, also after an unexpected failure. */
    private static String run(FileCommand command, Path file, Environment settings)
            throws IOException, InterruptedException {
        try {
            return command.run(file, settings);
        } catch (RuntimeException e) {
            throw new IOException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
        }
    }

    /** Reads the settings from the same places as the server, and rejects unknown ones. */
    private static ConfigurableApplicationContext settings(String... args) {
        return new SpringApplicationBuilder(CommandLine.class)
                .web(WebApplicationType.NONE)
                .logStartupInfo(false)
                .run(args);
    }

    private static final class WrongArgumentsException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        WrongArgumentsException(List<String> words) {
            super("There is no command '" + String.join(" ", words) + "'.\n\n" + USAGE);
        }
    }
}
