package dev.bobbin.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import org.apache.coyote.CloseNowException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets no client keep a thread for longer than a request may take, however slowly it sends or reads. The web server's own
 * time-outs begin anew with each byte.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class DeadlineFilter extends OncePerRequestFilter {

    /** So much of a body that nobody reads is taken off the line, so that its sender gets to read the answer. */
    private static final int MAX_BYTES_TO_DRAIN = 32 << 20;

    private final Duration timeout;

    DeadlineFilter(ApiProperties properties) {
        this.timeout = properties.requestTimeout();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        TimedRequest timedRequest = new TimedRequest(request, timeout);
        TimedResponse timedResponse = new TimedResponse(response, timeout);
        chain.doFilter(timedRequest, timedResponse);
        if (timedResponse.isCutOff()) {
            throw new CloseNowException("The client did not read its answer in time");
        }
        if (timedRequest.hasUnreadBody() && request.getHeader(HttpHeaders.EXPECT) == null) {
            response.flushBuffer();
            drain(timedRequest);
        }
    }

    /** The web server would do it, too, but wait for each byte as long as it takes. */
    private static void drain(TimedRequest request) throws IOException {
        try {
            request.getInputStream().skipNBytes(MAX_BYTES_TO_DRAIN);
        } catch (EOFException e) {
            return;
        } catch (IOException e) {
            throw new CloseNowException("The client did not send its body in time, or wrongly", e);
        }
        throw new CloseNowException("The client sends more than anybody reads");
    }
}
