package dev.bobbin.web.error;

/** The server failed after it had sent a part of the response. It closes the connection without the end of it. */
public final class IncompleteResponseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final RuntimeException failure;

    public IncompleteResponseException(RuntimeException failure) {
        super(failure);
        this.failure = failure;
    }

    RuntimeException failure() {
        return failure;
    }
}
