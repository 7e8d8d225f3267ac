package dev.bobbin.database.failure;

/**
 * Other requests use everything that a request may use of the database. The request has had no effect. The message is
 * a sentence for the client.
 */
public final class DatabaseBusyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DatabaseBusyException(String message) {
        // Such failures are frequent under overload, and their place in the code tells nothing.
        super(message, null, false, false);
    }
}
