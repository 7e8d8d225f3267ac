package dev.bobbin.security;

import dev.bobbin.web.RequestThreads;
import dev.bobbin.web.error.ApiException;
import dev.bobbin.web.filter.FilterOrder;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Lets each project use at most three quarters of Tomcat's threads at a time. Otherwise, the slow clients of one
 * project could occupy all of them. From Java 21 on, there is no limit, since each request has a virtual thread of its
 * own.
 */
@Component
@Order(FilterOrder.CONCURRENCY_LIMIT)
class ConcurrencyLimitFilter extends HttpFilter {

    private final boolean unlimited;
    private final int limit;
    private final HandlerExceptionResolver errors;
    private final Map<Project, Semaphore> freeThreads = new ConcurrentHashMap<>();

    ConcurrencyLimitFilter(
            @Value("${spring.threads.virtual.enabled:true}") boolean virtualThreads,
            @Value("${server.tomcat.threads.max}") int maxThreads,
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver errors) {
        this.unlimited = RequestThreads.areVirtual(virtualThreads);
        this.limit = Math.max(1, maxThreads * 3 / 4);
        this.errors = errors;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Project project = AuthenticationFilter.projectOf(request);
        if (unlimited || project == null) {
            chain.doFilter(request, response);
            return;
        }
        Semaphore free = freeThreads.computeIfAbsent(project, any -> new Semaphore(limit));
        if (!free.tryAcquire()) {
            errors.resolveException(request, response, null, tooManyRequests());
            return;
        }
        try {
            chain.doFilter(request, response);
        } finally {
            free.release();
        }
    }

    private static ApiException tooManyRequests() {
        return ApiException.unavailable(
                "Too many requests of this project are in progress. Please try again shortly.", Duration.ofSeconds(1));
    }
}
