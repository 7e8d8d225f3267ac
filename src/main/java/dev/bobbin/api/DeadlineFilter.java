package dev.bobbin.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.apache.coyote.CloseNowException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets no client keep a thread for longer than a request may take, however slowly it sends or reads. The web server's own
 * time-outs begin anew with each byte. {@link DrainValve} does the same for bodies that nobody reads.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 4)
class DeadlineFilter extends OncePerRequestFilter {

    private final Duration timeout;

    DeadlineFilter(ApiProperties properties) {
        this.timeout = properties.requestTimeout();
    }

    /** What the operator fetches, such as a backup, takes its time. */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getServletPath().startsWith("/actuator/")
                && !request.getServletPath().startsWith("/actuator/health");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        TimedResponse timedResponse = new TimedResponse(response, timeout);
        chain.doFilter(new TimedRequest(request, timeout), timedResponse);
        if (timedResponse.isCutOff()) {
            throw new CloseNowException("The client did not read its answer in time");
        }
    }
}
