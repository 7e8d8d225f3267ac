package dev.bobbin.database.h2.content;

/** An H2 file is damaged or not a Bobbin database. */
public final class InvalidFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int MAX_LENGTH = 80;

    private final String reason;

    private InvalidFileException(String reason) {
        super(reason);
        this.reason = reason;
    }

    /** Returns the exception that the storage engine has wrapped. Any other failure means that the file is damaged. */
    public static InvalidFileException of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidFileException invalid) {
                return invalid;
            }
        }
        InvalidFileException corrupt = new InvalidFileException("it is damaged or not an H2 database");
        corrupt.initCause(failure);
        return corrupt;
    }

    /** @param damage a clause */
    public static InvalidFileException damaged(String damage) {
        return new InvalidFileException("it is damaged (" + damage + ")");
    }

    /** @param content something that Bobbin has not put into the file; the reason contains its beginning */
    static InvalidFileException contains(String content) {
        return new InvalidFileException(
                "it contains an object that is not part of Bobbin's schema: " + excerpt(content));
    }

    /** A control character could change what the operator's terminal shows. */
    private static String excerpt(String content) {
        String line = content.strip().lines().findFirst().orElse("").replaceAll("\\p{C}", "?");
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "...";
    }

    /** Returns why the file is not a Bobbin database, in words that begin with "it". */
    public String reason() {
        return reason;
    }
}
