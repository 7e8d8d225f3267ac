package dev.bobbin.startup;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/**
 * Reports in one line why the server does not start, and what to do. Replaces Spring Boot's longer report. The server
 * logs the line, and a command prints it to standard error.
 */
class OneLineFailureReporter implements FailureAnalysisReporter {

    private static final Logger log = LoggerFactory.getLogger(OneLineFailureReporter.class);

    /** Spring creates the reporter itself, so it cannot get this as a parameter. */
    private static volatile boolean commandRunning;

    static void setCommandRunning(boolean running) {
        commandRunning = running;
    }

    @Override
    public void report(FailureAnalysis analysis) {
        if (commandRunning) {
            System.err.println(oneLine(analysis));
        } else {
            log.error("Bobbin does not start. {}", oneLine(analysis));
        }
    }

    private static String oneLine(FailureAnalysis analysis) {
        return Stream.of(analysis.getDescription(), analysis.getAction())
                .filter(text -> text != null && !text.isBlank())
                .flatMap(String::lines)
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining(" "));
    }
}
