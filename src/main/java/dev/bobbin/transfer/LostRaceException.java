package dev.bobbin.transfer;

/** Another request has written the same entries meanwhile. The transaction is rolled back. */
final class LostRaceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LostRaceException() {
        super(null, null, false, false);
    }
}
