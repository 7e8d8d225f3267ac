package dev.bobbin.telemetry;

import dev.bobbin.security.AuthenticationFilter;
import dev.bobbin.security.Project;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs a line for each request if {@code bobbin.request-log} is on: method, route, status, milliseconds and project.
 * The line contains neither object ids nor content.
 */
class RequestLog extends HttpFilter {

    private static final Logger log = LoggerFactory.getLogger(RequestLog.class);

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long start = System.nanoTime();
        try {
            chain.doFilter(request, response);
        } finally {
            log(request, response, System.nanoTime() - start);
        }
    }

    private static void log(HttpServletRequest request, HttpServletResponse response, long nanos) {
        Project project = AuthenticationFilter.projectOf(request);
        String method = request.getMethod();
        String route = Route.of(request);
        int status = response.getStatus();
        long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
        String name = project == null ? "-" : project.name();
        log.atInfo()
                .addKeyValue("method", method)
                .addKeyValue("route", route)
                .addKeyValue("status", status)
                .addKeyValue("ms", millis)
                .addKeyValue("project", name)
                .log("{} {} {} {} ms {}", method, route, status, millis, name);
    }
}
