package dev.bobbin.server.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The built jar, unpacked and with a class data sharing (CDS) archive. It starts faster than the packed jar. */
final class UnpackedJar {

    static final Path PACKED = Path.of(System.getProperty("test.jar"));

    private static final Path FOLDER = PACKED.resolveSibling("unpacked");
    private static final Path JAR = FOLDER.resolve(PACKED.getFileName());
    private static final Path CDS_ARCHIVE = FOLDER.resolve("classes.jsa");

    static {
        run("-Djarmode=tools", "-jar", PACKED.toString(), "extract", "--force", "--destination", FOLDER.toString());
        run(
                "-XX:ArchiveClassesAtExit=" + CDS_ARCHIVE,
                "-XX:TieredStopAtLevel=1",
                "-Dspring.context.exit=onRefresh",
                "-Dspring.datasource.url=jdbc:h2:mem:archive",
                "-Dserver.port=0",
                "-jar",
                JAR.toString());
    }

    private UnpackedJar() {}

    /** Returns the JVM arguments that run the jar. If there is no archive, the JVM starts without it. */
    static List<String> arguments() {
        return List.of("-XX:SharedArchiveFile=" + CDS_ARCHIVE, "-jar", JAR.toString());
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static void run(String... arguments) {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(Arrays.asList(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes());
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + " failed: " + output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
