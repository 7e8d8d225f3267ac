package dev.bobbin.web;

import jakarta.servlet.http.HttpServletResponse;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/** HTTP headers of the API that more than one package reads or sets. */
public final class ApiHeaders {

    public static final String REQUEST_ID = "x-request-id";
    public static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private ApiHeaders() {}

    /**
     * Sets the headers that every response carries: a request id, unless the response has one, and an instruction to
     * browsers not to guess the content type.
     *
     * @return the request id, such as {@code req_0123456789abcdef0123456789abcdef}
     */
    public static String setOn(HttpServletResponse response) {
        String id = response.getHeader(REQUEST_ID);
        if (id == null) {
            id = newRequestId();
            response.setHeader(REQUEST_ID, id);
        }
        response.setHeader("X-Content-Type-Options", "nosniff");
        return id;
    }

    /** Uses a fast random generator, since a request id is not a secret. */
    private static String newRequestId() {
        Random random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        return "req_" + hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
    }
}
