package dev.bobbin.web.limit;

import dev.bobbin.web.ApiCalls;
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
 * Limits how long a client may take to send its request, and how long it may take to read the response. Otherwise, a
 * slow client could occupy a thread without limit, since Tomcat's own timeouts restart with each byte.
 * {@link DrainValve} applies the same limit to bodies that no controller reads.
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
        if (isOperatorRequest(request)) {
            chain.doFilter(request, response);
            return;
        }
        DeadlineResponse deadlineResponse = new DeadlineResponse(response, timeout);
        DeadlineRequest deadlineRequest = new DeadlineRequest(request, timeout);
        LongTransfer.register(deadlineRequest, deadlineResponse);
        chain.doFilter(deadlineRequest, deadlineResponse);
        if (deadlineResponse.isTruncated()) {
            throw new CloseNowException("The client did not read the response in time");
        }
        if (request.getAttribute(ApiCalls.INCOMPLETE_ATTRIBUTE) != null) {
            throw new CloseNowException("The response is incomplete");
        }
    }

    /** The operator's requests have no deadline, since a backup can take long. */
    private static boolean isOperatorRequest(HttpServletRequest request) {
        return request.getServletPath().startsWith("/actuator/")
                && !request.getServletPath().startsWith("/actuator/health");
    }
}
