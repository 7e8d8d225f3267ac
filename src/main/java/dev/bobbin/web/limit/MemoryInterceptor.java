package dev.bobbin.web.limit;

import dev.bobbin.web.ApiCalls;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/** Gives each API request its memory reservations, and releases them at its end. */
@Component
class MemoryInterceptor implements HandlerInterceptor {

    /** Names of the request attributes that hold a {@link MemoryReservation}. */
    static final String RECEIVED_MEMORY = "receivedMemory";

    static final String PARSED_MEMORY = "parsedMemory";

    static final String RESPONSE_MEMORY = "responseMemory";

    /**
     * Heap bytes that one byte of a parsed body needs. A body of many small values needs most, until the controller has
     * read it. With this value, the largest body takes the whole budget on a heap of up to 600 MB.
     */
    private static final int HEAP_BYTES_PER_PARSED_BYTE = 36;

    /** The heap holds the body, and then the JSON that is stored, which can be twice as long. */
    private static final int HEAP_BYTES_PER_RECEIVED_BYTE = 2;

    /**
     * Bounds the data that waiting requests have already received to about a sixteenth of the heap. No budget covers
     * that data.
     */
    private static final int MAX_WAITING_TO_RECEIVE =
            (int) Math.min(Integer.MAX_VALUE, Heap.CURRENT.bytes() / 16 / RequestBody.BYTES_WHILE_WAITING);

    /** Heap bytes that one byte of a response needs: the heap holds it as the database sent it, and as text. */
    private static final int HEAP_BYTES_PER_RESPONSE_BYTE = 4;

    private final MemoryBudget received;
    private final MemoryBudget parsed;
    private final MemoryBudget responses;

    MemoryInterceptor(LimitProperties properties) {
        long maxPageBytes = properties.maxPageSize().toBytes();
        this.received = MemoryBudget.shared(
                Heap.CURRENT.forReceivedBodies(), HEAP_BYTES_PER_RECEIVED_BYTE, MAX_WAITING_TO_RECEIVE, maxPageBytes);
        // The bodies of waiting requests have been received, so the other budget bounds them.
        this.parsed = MemoryBudget.whole(
                Heap.CURRENT.forParsedBodies(), HEAP_BYTES_PER_PARSED_BYTE, Integer.MAX_VALUE, maxPageBytes);
        this.responses = MemoryBudget.shared(
                Heap.CURRENT.forResponses(), HEAP_BYTES_PER_RESPONSE_BYTE, Integer.MAX_VALUE, maxPageBytes);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (ApiCalls.isCall(handler)) {
            Object project = request.getAttribute(ApiCalls.PROJECT_ATTRIBUTE);
            request.setAttribute(RECEIVED_MEMORY, received.newReservation(project));
            request.setAttribute(PARSED_MEMORY, parsed.newReservation(project));
            request.setAttribute(RESPONSE_MEMORY, responses.newReservation(project));
        }
        return true;
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
        for (String name : List.of(RECEIVED_MEMORY, PARSED_MEMORY, RESPONSE_MEMORY)) {
            if (request.getAttribute(name) instanceof MemoryReservation reservation) {
                reservation.close();
            }
        }
    }
}
