package dev.bobbin.telemetry;

import dev.bobbin.web.filter.FilterOrder;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Records the duration of each request in Spring Boot's metric {@code http.server.requests}. Spring Boot's own
 * observation would slow down short requests: see docs/performance.md.
 */
@Component
@Order(FilterOrder.METRICS)
class RequestMetrics extends HttpFilter {

    private static final Duration[] BUCKETS = LongStream.of(
                    1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry meters;
    private final Map<Tags, Timer> timers = new ConcurrentHashMap<>();

    private record Tags(String method, String route, int status) {}

    RequestMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long start = System.nanoTime();
        try {
            chain.doFilter(request, response);
        } finally {
            timers.computeIfAbsent(
                            new Tags(Route.methodOf(request), Route.of(request), response.getStatus()), this::timer)
                    .record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        }
    }

    private Timer timer(Tags tags) {
        return Timer.builder("http.server.requests")
                .description("Time from the head of a request to the end of its response")
                .tag("method", tags.method())
                .tag("uri", tags.route())
                .tag("status", String.valueOf(tags.status()))
                .serviceLevelObjectives(BUCKETS)
                .register(meters);
    }
}
