package dev.bobbin.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Parses the path once for all. Tomcat lets bad escapes in a path's parameters through, as in {@code /v1;a=%zz}, and as
 * Spring's own handling of errors fails on them, too, {@link ErrorValve} has to answer.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 5)
class ParsedPathFilter extends HttpFilter {

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            ServletRequestPathUtils.parseAndCache(request);
        } catch (IllegalArgumentException e) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
            return;
        }
        chain.doFilter(request, response);
    }
}
