package dev.bobbin.web.limit;

import jakarta.servlet.ServletRequest;

/** Lets an endpoint send a response of any length: its deadline counts only while the client reads nothing. */
public final class StreamedResponse {

    static final String ATTRIBUTE = DeadlineResponse.class.getName();

    private StreamedResponse() {}

    public static void begin(ServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof DeadlineResponse response) {
            response.restartWithEachWrite();
        }
    }
}
