package dev.bobbin.telemetry;

import dev.bobbin.security.AuthenticationFilter;
import dev.bobbin.security.Project;
import dev.bobbin.web.filter.FilterOrder;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Logs a line for each request if the operator wants it: method, route, status, time and project. The line contains neither
 * object ids nor content.
 */
@Component
@ConditionalOnBooleanProperty("bobbin.request-log")
@Order(FilterOrder.REQUEST_LOG)
class RequestLog extends HttpFilter {

    private static final Logger log = LoggerFactory.getLogger(RequestLog.class);

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long begin = System.nanoTime();
        try {
            chain.doFilter(request, response);
        } finally {
            Project project = AuthenticationFilter.projectOf(request);
            String method = request.getMethod();
            String route = Route.of(request);
            int status = response.getStatus();
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
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
}
