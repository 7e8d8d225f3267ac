package dev.bobbin.startup;

import dev.bobbin.database.backup.BackupCommand;
import dev.bobbin.database.backup.FileCommand;
import dev.bobbin.database.backup.RestoreCommand;
import dev.bobbin.security.ApiKeyGenerator;
import dev.bobbin.transfer.command.ExportCommand;
import dev.bobbin.transfer.command.ImportCommand;
import dev.bobbin.transfer.command.TransferCommand;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.DefaultApplicationArguments;
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
            java -jar bobbin.jar export FILE     writes the threads of a project to a file (- is standard output)
            java -jar bobbin.jar import FILE     sends threads from a file to a server (- is standard input)
            java -jar bobbin.jar key new         generates a key, and prints it and its digest
            java -jar bobbin.jar help            prints this text (also --help, -h)
            java -jar bobbin.jar version         prints the version (also --version, -V)

            Options of export and import. They take the project's key from the environment variable BOBBIN_KEY.

              --url=http://...                   the server (default: BOBBIN_URL, or the server on this machine)
              --conversations                    conversations in place of threads
              --thread=thread_...                export: only this thread
              --conversation=conv_...            export: only this conversation
              --metadata=name=value              export: only threads with this metadata; may be repeated
              --create-threads                   import: create threads that only messages mention
              --create-conversations             import: create conversations that only items mention

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

    private static final Map<String, TransferCommand> TRANSFERS =
            Map.of("export", new ExportCommand(), "import", new ImportCommand());

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
        PrintStream output = System.out;
        try {
            if (List.of(args).containsAll(List.of("export", TransferCommand.STANDARD_STREAM))) {
                // Standard output carries an export, so the log and the result go elsewhere.
                System.setOut(System.err);
            }
            String result = execute(server, args);
            System.out.println(result);
            return 0;
        } catch (WrongArgumentsException e) {
            System.err.println(e.getMessage());
            return 2;
        } catch (NoSuchFileException | AccessDeniedException e) {
            System.err.println("Cannot use " + e.getFile() + ": "
                    + (e instanceof NoSuchFileException ? "a folder is missing" : "permission denied") + ".");
        } catch (IOException e) {
            System.err.println(e.getMessage() == null ? e : e.getMessage());
        } finally {
            System.setOut(output);
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
        TransferCommand transfer = words.size() == 2 ? TRANSFERS.get(words.get(0)) : null;
        if (transfer != null && (hasFile || words.get(1).equals(TransferCommand.STANDARD_STREAM))) {
            return run(transfer, words.get(1), args);
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
        return run(settings -> command.run(Path.of(file).toAbsolutePath(), settings), args);
    }

    private static String run(TransferCommand command, String file, String... args)
            throws IOException, InterruptedException {
        ApplicationArguments options = new DefaultApplicationArguments(args);
        for (String option : options.getOptionNames()) {
            // The name of a setting contains a dot.
            if (!option.contains(".") && !command.options().contains(option)) {
                throw new WrongArgumentsException("There is no option --" + option + " of this command.");
            }
        }
        return run(settings -> command.run(file, options, settings), args);
    }

    @FunctionalInterface
    private interface Command {

        String run(Environment settings) throws IOException, InterruptedException;
    }

    /** The operator gets a sentence instead of a stack trace, also after an unexpected failure. */
    private static String run(Command command, String... args) throws IOException, InterruptedException {
        try (ConfigurableApplicationContext settings = settings(args)) {
            return execute(command, settings.getEnvironment());
        }
    }

    private static String execute(Command command, Environment settings) throws IOException, InterruptedException {
        try {
            return command.run(settings);
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
            this("There is no command '" + String.join(" ", words) + "'.");
        }

        WrongArgumentsException(String problem) {
            super(problem + "\n\n" + USAGE);
        }
    }
}
