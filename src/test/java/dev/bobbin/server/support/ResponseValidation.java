package dev.bobbin.server.support;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/** Checks every response of a server under test against the OpenAPI document. It replaces a violation with a 500. */
@Order(Ordered.HIGHEST_PRECEDENCE)
public class ResponseValidation extends OncePerRequestFilter {

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getMethod().equals("HEAD")
                || request.getMethod().equals("OPTIONS")
                || !request.getRequestURI().matches(".*/(threads|conversations).*");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        ContentCachingResponseWrapper buffered = new ContentCachingResponseWrapper(response);
        chain.doFilter(request, buffered);
        if (response.isCommitted()) {
            return; // Tomcat has sent the response itself.
        }
        String body = new String(buffered.getContentAsByteArray(), StandardCharsets.UTF_8);
        List<String> violations =
                OpenApiDocument.violations(request.getMethod(), request.getRequestURI(), buffered.getStatus(), body);
        if (!violations.isEmpty()) {
            throw new ServletException(violations + " in " + body);
        }
        buffered.copyBodyToResponse();
    }
}
