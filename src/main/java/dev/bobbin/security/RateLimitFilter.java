package dev.bobbin.security;

import dev.bobbin.web.error.ApiException;
import dev.bobbin.web.filter.FilterOrder;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Limits the requests of each project per minute, if the operator has set a limit. */
@Component
@Order(FilterOrder.RATE_LIMIT)
@EnableConfigurationProperties(RateLimitProperties.class)
class RateLimitFilter extends HttpFilter {

    private final @Nullable Integer limit;
    private final TimeMeter time;
    private final HandlerExceptionResolver errors;
    private final Map<Project, Bucket> buckets = new ConcurrentHashMap<>();

    RateLimitFilter(
            RateLimitProperties properties,
            TimeMeter time,
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver errors) {
        this.limit = properties.checkedRequestsPerMinute();
        this.time = time;
        this.errors = errors;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Project project = AuthenticationFilter.projectOf(request);
        if (limit == null || project == null) {
            chain.doFilter(request, response);
            return;
        }
        ConsumptionProbe probe =
                buckets.computeIfAbsent(project, any -> fullBucket(limit)).tryConsumeAndReturnRemaining(1);
        setHeaders(response, limit, probe);
        if (probe.isConsumed()) {
            chain.doFilter(request, response);
        } else {
            Duration wait = Duration.ofNanos(probe.getNanosToWaitForRefill());
            errors.resolveException(request, response, null, tooManyRequests(limit, wait));
        }
    }

    private static ApiException tooManyRequests(int limit, Duration wait) {
        return ApiException.rateLimited(
                "Rate limit reached for requests of this project: limit " + limit + " a minute.", wait);
    }

    private static void setHeaders(HttpServletResponse response, int limit, ConsumptionProbe probe) {
        response.setHeader("x-ratelimit-limit-requests", String.valueOf(limit));
        response.setHeader("x-ratelimit-remaining-requests", String.valueOf(probe.getRemainingTokens()));
        response.setHeader("x-ratelimit-reset-requests", format(Duration.ofNanos(probe.getNanosToWaitForReset())));
    }

    /** Formats a duration as OpenAI does: {@code 250ms} or {@code 12s}. */
    private static String format(Duration duration) {
        return duration.toSeconds() == 0
                ? duration.toMillis() + "ms"
                : duration.plusSeconds(1).minusNanos(1).toSeconds() + "s";
    }

    private Bucket fullBucket(int capacity) {
        return Bucket.builder()
                .addLimit(rate -> rate.capacity(capacity).refillGreedy(capacity, Duration.ofMinutes(1)))
                .withCustomTimePrecision(time)
                .build();
    }
}
