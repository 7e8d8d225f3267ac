package dev.bobbin.web.error;

import java.io.IOException;

/** The client did not send its request, or did not read its response, in time. */
public final class DeadlineExceededException extends IOException {

    private static final long serialVersionUID = 1L;
}
