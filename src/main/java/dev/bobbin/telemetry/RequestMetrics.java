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
 * Times the requests, under the name and with the tags that Spring Boot gives them. Its own way of doing so takes a tenth of the
 * time of a short request.
 */
@Component
@Order(FilterOrder.METRICS)
class RequestMetrics extends HttpFilter {

    private static final Duration[] BUCKETS = LongStream.of(
                    1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry meters;
    private final Map<Outcome, Timer> timers = new ConcurrentHashMap<>();

    private record Outcome(String method, String route, int status) {}

    RequestMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long begin = System.nanoTime();
        try {
            chain.doFilter(request, response);
        } finally {
            timers.computeIfAbsent(
                            new Outcome(Route.methodOf(request), Route.of(request), response.getStatus()), this::timer)
                    .record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
        }
    }

    private Timer timer(Outcome outcome) {
        return Timer.builder("http.server.requests")
                .description("The requests, from their head to the end of the answer")
                .tag("method", outcome.method())
                .tag("uri", outcome.route())
                .tag("status", String.valueOf(outcome.status()))
                .serviceLevelObjectives(BUCKETS)
                .register(meters);
    }
}
