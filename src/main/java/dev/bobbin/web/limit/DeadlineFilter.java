package dev.bobbin.web.limit;

import dev.bobbin.web.filter.FilterOrder;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.apache.coyote.CloseNowException;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Lets no client keep a thread for longer than a request may take, however slowly it sends or reads. The web server's own
 * time-outs begin anew with each byte. {@link DrainValve} does the same for bodies that nobody reads.
 */
@Component
@Order(FilterOrder.DEADLINE)
class DeadlineFilter extends HttpFilter {

    private final Duration timeout;

    DeadlineFilter(LimitProperties properties) {
        this.timeout = properties.requestTimeout();
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (isOperators(request)) {
            chain.doFilter(request, response);
            return;
        }
        DeadlineResponse timedResponse = new DeadlineResponse(response, timeout);
        chain.doFilter(new DeadlineRequest(request, timeout), timedResponse);
        if (timedResponse.isCutOff()) {
            throw new CloseNowException("The client did not read its answer in time");
        }
    }

    /** What the operator fetches, such as a backup, takes its time. */
    private static boolean isOperators(HttpServletRequest request) {
        return request.getServletPath().startsWith("/actuator/")
                && !request.getServletPath().startsWith("/actuator/health");
    }
}
