package dev.bobbin.web.error;

import dev.bobbin.database.failure.SqlFailures;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A copy of an exception for the log: the types and stack traces of the exception and its causes, without their
 * messages. The message of a database or parser error can contain parts of a message.
 */
final class RedactedException extends Exception {

    private static final long serialVersionUID = 1L;

    private RedactedException(Throwable original, @Nullable RedactedException cause) {
        super(SqlFailures.typeAndState(original), cause);
        setStackTrace(original.getStackTrace());
    }

    static RedactedException of(Throwable original) {
        RedactedException cause = Optional.ofNullable(original.getCause())
                .map(RedactedException::of)
                .orElse(null);
        return new RedactedException(original, cause);
    }
}
