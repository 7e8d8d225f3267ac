package bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Generates load with wrk. Each connection sends one request at a time. */
record Wrk(int connections, List<String> options, List<String> target) implements Side {

    private static final Pattern FAILURE = Pattern.compile("Non-2xx|Socket errors|unable to|error");
    private static final Pattern TOTAL = Pattern.compile("(\\d+) requests in ");
    private static final Pattern RATE = Pattern.compile("Requests/sec: +([0-9.]+)");

    /** The result of one run. */
    record Result(long requests, double perSecond) {}

    /** Repeats the same GET request. */
    static Wrk get(int connections, String url) {
        return new Wrk(connections, List.of(), List.of(url));
    }

    /** Repeats a list of requests like {@code GET /v1/threads/thread_1}. The body of a POST is a message or an item. */
    static Wrk inTurn(int connections, String origin, List<String> requests) throws IOException {
        Path file = Files.createTempFile(Settings.FOLDER, "requests", ".txt");
        Files.write(file, requests);
        return new Wrk(connections, List.of("-s", "bench/requests.lua"), List.of(origin, "--", file.toString()));
    }

    @Override
    public double perSecond(int seconds) throws IOException, InterruptedException {
        return run(seconds).perSecond();
    }

    /** Throws an exception if any request fails. */
    Result run(int seconds) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("wrk", "-t1", "-c" + connections, "-d" + seconds + "s", "--timeout", "30s"));
        command.addAll(options);
        command.addAll(target);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0 || FAILURE.matcher(output).find()) {
            throw new IllegalStateException(String.join(" ", command) + " failed:\n" + output);
        }
        return new Result((long) number(TOTAL, output), number(RATE, output));
    }

    private static double number(Pattern pattern, String output) {
        Matcher matcher = pattern.matcher(output);
        if (!matcher.find()) {
            throw new IllegalStateException("The output of wrk has no result:\n" + output);
        }
        return Double.parseDouble(matcher.group(1));
    }
}
