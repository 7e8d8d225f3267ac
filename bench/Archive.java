package bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A JVM archive: a file recorded in a training run that makes later starts faster. */
record Archive(String name, List<String> flags) {

    /** JDK 24 also supports AOT caches, but cannot create one in a single step. */
    private static final int FIRST_JDK_WITH_AOT_CACHE_OUTPUT = 25;

    /** Matches a line of the Dockerfile that writes a JVM flag to the file of options. */
    private static final Pattern DOCKERFILE_FLAG = Pattern.compile("(?m)^ +'?(-X[^ ']+)'? \\\\$");

    /** Creates the AOT cache of the container image if this JDK supports it, and a class data archive otherwise. */
    static Archive train() throws IOException, InterruptedException {
        return isAotCachePossible() ? aotCache() : classes();
    }

    static Archive classes() throws IOException, InterruptedException {
        Path file = Settings.FOLDER.resolve("bobbin.jsa");
        train(List.of("-XX:ArchiveClassesAtExit=" + file), file);
        return new Archive("a class data archive", List.of("-XX:SharedArchiveFile=" + file));
    }

    static boolean isAotCachePossible() {
        return Runtime.version().feature() >= FIRST_JDK_WITH_AOT_CACHE_OUTPUT;
    }

    static Archive aotCache() throws IOException, InterruptedException {
        Path file = Settings.FOLDER.resolve("bobbin.aot");
        List<String> options = DOCKERFILE_FLAG
                .matcher(Files.readString(Path.of("Dockerfile")))
                .results()
                .map(match -> match.group(1))
                .toList();
        train(with(options, "-XX:AOTCacheOutput=" + file), file);
        return new Archive("an AOT cache, as in the container", with(options, "-XX:AOTCache=" + file));
    }

    private static void train(List<String> flags, Path file) throws IOException, InterruptedException {
        Files.deleteIfExists(file);
        ProcessBuilder training = JavaProcess.of(with(flags, "-jar", JavaProcess.BOBBIN.toString()));
        training.command()
                .add(0, Path.of("src/main/docker/train").toAbsolutePath().toString());
        training.environment().put("SERVER_PORT", String.valueOf(WebServer.freePort()));
        JavaProcess.run(training);
        if (!Files.exists(file)) {
            throw new IllegalStateException("The JVM did not create " + file);
        }
    }

    private static List<String> with(List<String> options, String... flags) {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of(flags));
        return all;
    }
}
