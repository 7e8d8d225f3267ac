package dev.bobbin.web.limit;

import jakarta.servlet.ServletRequest;

/**
 * Lets an endpoint receive a body and send a response of any length: their deadlines count only while nothing moves.
 */
public final class LongTransfer {

    private static final String ATTRIBUTE = LongTransfer.class.getName();

    private final DeadlineRequest request;
    private final DeadlineResponse response;

    private LongTransfer(DeadlineRequest request, DeadlineResponse response) {
        this.request = request;
        this.response = response;
    }

    static void register(DeadlineRequest request, DeadlineResponse response) {
        request.setAttribute(ATTRIBUTE, new LongTransfer(request, response));
    }

    public static void begin(ServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof LongTransfer transfer) {
            transfer.request.restartWithEachRead();
            transfer.response.restartWithEachWrite();
        }
    }
}
