package dev.bobbin.web.limit;

import dev.bobbin.web.ApiCalls;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Gives each API request one memory reservation for its body and one for its response, and releases both at its end.
 */
@Component
class MemoryInterceptor implements HandlerInterceptor {

    /** Names of the request attributes that hold a {@link MemoryReservation}. */
    static final String REQUEST_MEMORY = "requestMemory";

    static final String RESPONSE_MEMORY = "responseMemory";

    private static final long HEAP_BYTES = Runtime.getRuntime().maxMemory();

    /**
     * Heap bytes that one byte of a request body needs. The parsed form of a body with many small values needs most of
     * them, until the controller has read it. With this value, the largest body takes the whole budget.
     */
    private static final int HEAP_BYTES_PER_REQUEST_BYTE = 32;

    /**
     * Bounds the data that waiting requests have already read to about an eighth of the heap. No budget covers that
     * data.
     */
    private static final int MAX_WAITING_REQUESTS =
            (int) Math.min(Integer.MAX_VALUE, HEAP_BYTES / 8 / RequestBody.BYTES_WHILE_WAITING);

    /** Heap bytes that one byte of a response needs: the heap holds it as the database sent it, and as text. */
    private static final int HEAP_BYTES_PER_RESPONSE_BYTE = 4;

    private final MemoryBudget requests;
    private final MemoryBudget responses;

    MemoryInterceptor(LimitProperties properties) {
        long maxPageBytes = properties.maxPageSize().toBytes();
        this.requests =
                new MemoryBudget(HEAP_BYTES / 2, HEAP_BYTES_PER_REQUEST_BYTE, MAX_WAITING_REQUESTS, maxPageBytes);
        this.responses =
                new MemoryBudget(HEAP_BYTES / 4, HEAP_BYTES_PER_RESPONSE_BYTE, Integer.MAX_VALUE, maxPageBytes);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (ApiCalls.isCall(handler)) {
            Object project = request.getAttribute(ApiCalls.PROJECT_ATTRIBUTE);
            request.setAttribute(REQUEST_MEMORY, requests.newReservation(project));
            request.setAttribute(RESPONSE_MEMORY, responses.newReservation(project));
        }
        return true;
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
        for (String name : List.of(REQUEST_MEMORY, RESPONSE_MEMORY)) {
            if (request.getAttribute(name) instanceof MemoryReservation reservation) {
                reservation.close();
            }
        }
    }
}
