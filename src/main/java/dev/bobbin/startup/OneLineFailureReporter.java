package dev.bobbin.startup;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;
import org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Reports in one line why the server does not start, and what to do. Replaces Spring Boot's longer report. The server
 * logs the line, and a command prints it to standard error.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class OneLineFailureReporter implements FailureAnalysisReporter {

    private static final Logger log = LoggerFactory.getLogger(OneLineFailureReporter.class);

    /** Spring creates the reporter itself, so it cannot get this as a parameter. */
    private static volatile boolean commandRunning;

    static void setCommandRunning(boolean running) {
        commandRunning = running;
    }

    @Override
    public void report(FailureAnalysis analysis) {
        // This is not in application.yaml, because Spring Boot may have failed to read such a file.
        LoggingSystem.get(getClass().getClassLoader())
                .setLogLevel(LoggingFailureAnalysisReporter.class.getName(), LogLevel.OFF);
        if (commandRunning) {
            System.err.println(oneLine(analysis));
        } else {
            log.error("Bobbin does not start. {}", oneLine(analysis));
        }
    }

    private static String oneLine(FailureAnalysis analysis) {
        return Stream.of(analysis.getDescription(), analysis.getAction())
                .filter(text -> text != null && !text.isBlank())
                .map(text -> text.strip().matches("(?s).*[.?!]") ? text : text.strip() + ".")
                .flatMap(String::lines)
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining(" "));
    }
}
