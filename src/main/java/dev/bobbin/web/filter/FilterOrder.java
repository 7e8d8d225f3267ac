package dev.bobbin.web.filter;

import org.springframework.core.Ordered;

/** The order of all servlet filters. A request passes them from top to bottom. */
public final class FilterOrder {

    public static final int CONNECTION_CLOSE = Ordered.HIGHEST_PRECEDENCE;
    public static final int REQUEST_ID = CONNECTION_CLOSE + 1;
    public static final int METRICS = REQUEST_ID + 1;
    public static final int REQUEST_LOG = REQUEST_ID + 2;
    public static final int TRACING = REQUEST_ID + 3;
    public static final int DEADLINE = REQUEST_ID + 4;
    public static final int MALFORMED_PATH = REQUEST_ID + 5;
    public static final int ALLOWED_ORIGIN = REQUEST_ID + 6;
    public static final int AUTHENTICATION = REQUEST_ID + 10;
    public static final int RATE_LIMIT = REQUEST_ID + 11;
    public static final int CONCURRENCY_LIMIT = REQUEST_ID + 12;

    private FilterOrder() {}
}
