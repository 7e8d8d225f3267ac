package dev.bobbin.startup;

import dev.bobbin.database.backup.BackupCommand;
import dev.bobbin.database.backup.FileCommand;
import dev.bobbin.database.backup.RestoreCommand;
import dev.bobbin.security.ApiKeyGenerator;
import dev.bobbin.transfer.command.ExportCommand;
import dev.bobbin.transfer.command.ImportCommand;
import dev.bobbin.transfer.command.TransferCommand;
import dev.bobbin.transfer.command.WrongOptionException;
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

    private static final Set<String> HELP = Set.of("--help", "-h");
    private static final Set<String> VERSION = Set.of("--version", "-V");

    /** Spring Boot's only settings without a dot. */
    private static final Set<String> LOG_SETTINGS = Set.of("--debug", "--trace");

    private static final Map<String, FileCommand> FILE_COMMANDS =
            Map.of("backup", new BackupCommand(), "restore", new RestoreCommand());

    private static final Map<String, TransferCommand> TRANSFERS =
            Map.of("export", new ExportCommand(), "import", new ImportCommand());

    private CommandLine() {}

    /** Whether the arguments contain anything but settings, such as {@code --server.port=9000}. */
    public static boolean hasCommand(String... args) {
        return !Stream.of(args).allMatch(CommandLine::isSetting);
    }

    /**
     * Runs the command.
     *
     * @param server the server, which only the command {@code check} uses
     * @return the exit code: 0 after success, 1 after a failure, 2 for wrong arguments
     */
    public static int run(SpringApplication server, String... args) throws InterruptedException {
        PrintStream output = System.out;
        // Standard output carries only the result. The log goes to standard error.
        System.setOut(System.err);
        OneLineFailureReporter.setCommandRunning(true);
        try {
            String result = execute(server, args);
            boolean exportsToOutput = List.of(args).containsAll(List.of("export", TransferCommand.STANDARD_STREAM));
            (exportsToOutput ? System.err : output).println(result);
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
            OneLineFailureReporter.setCommandRunning(false);
            System.setOut(output);
        }
        return 1;
    }

    private static String execute(SpringApplication server, String... args) throws IOException, InterruptedException {
        if (Stream.of(args).anyMatch(arg -> arg.equals("--") || arg.startsWith("--="))) {
            throw new WrongArgumentsException("There is an option without a name. Write settings as --name=value.");
        }
        List<String> given = Stream.of(args).filter(arg -> !isSetting(arg)).toList();
        List<String> words = given.stream().filter(arg -> !arg.startsWith("--")).toList();
        String name = words.isEmpty() ? "" : words.get(0);
        if (given.stream().anyMatch(HELP::contains) || name.equals("help")) {
            return Usage.TEXT;
        }
        if (given.stream().anyMatch(VERSION::contains) || words.equals(List.of("version"))) {
            return "Bobbin " + version() + ", Java " + System.getProperty("java.version");
        }
        ApplicationArguments options = new DefaultApplicationArguments(args);
        TransferCommand transfer = TRANSFERS.get(name);
        checkOptions(options, transfer == null ? Set.of() : transfer.options());
        if (words.equals(List.of("check"))) {
            SettingsCheck.run(server, args);
            return "The settings are valid.";
        }
        if (words.equals(List.of("key", "new"))) {
            settings(args).close();
            return ApiKeyGenerator.generate();
        }
        boolean hasFile = words.size() == 2 && !words.get(1).startsWith("-");
        FileCommand fileCommand = FILE_COMMANDS.get(name);
        if (hasFile && fileCommand != null) {
            return run(settings -> fileCommand.run(Path.of(words.get(1)).toAbsolutePath(), settings), args);
        }
        if (transfer != null && (hasFile || words.equals(List.of(name, TransferCommand.STANDARD_STREAM)))) {
            return run(settings -> transfer.run(words.get(1), options, settings), args);
        }
        throw new WrongArgumentsException(Usage.problem(words));
    }

    private static void checkOptions(ApplicationArguments options, Set<String> known) {
        for (String option : options.getOptionNames()) {
            if (!isSetting("--" + option) && !known.contains(option)) {
                throw new WrongArgumentsException("There is no option --" + option
                        + " here. The name of a setting contains a dot, such as --server.port=9000.");
            }
        }
    }

    private static boolean isSetting(String arg) {
        String name = arg.split("=", 2)[0];
        return name.startsWith("--") && name.contains(".") || LOG_SETTINGS.contains(name);
    }

    /** The version that the build has recorded. An IDE may compile the classes without that step. */
    private static String version() throws IOException {
        ClassPathResource build = new ClassPathResource("META-INF/build-info.properties");
        return build.exists()
                ? PropertiesLoaderUtils.loadProperties(build).getProperty("build.version")
                : "(unknown version)";
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
        } catch (WrongOptionException e) {
            throw new WrongArgumentsException(String.valueOf(e.getMessage()));
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

        WrongArgumentsException(String problem) {
            super(problem + "\n\n" + Usage.TEXT);
        }
    }
}
