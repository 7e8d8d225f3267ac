package dev.bobbin.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Gives every request an id: in the answer's header, and in each log line that is written on the way. And every answer
 * tells browsers to take its type at its word.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class RequestIdFilter extends HttpFilter {

    static final String HEADER = "x-request-id";
    static final String NO_SNIFFING_HEADER = "X-Content-Type-Options";
    static final String NO_SNIFFING = "nosniff";
    private static final String LOG_KEY = "requestId";

    /** No secret, so a generator will do that any number can be told from. */
    static String newId() {
        Random random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        return "req_" + hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String id = newId();
        response.setHeader(HEADER, id);
        response.setHeader(NO_SNIFFING_HEADER, NO_SNIFFING);
        MDC.put(LOG_KEY, id);
        try {
            chain.doFilter(request, response);
        } finally {
            MDC.remove(LOG_KEY);
        }
    }
}
