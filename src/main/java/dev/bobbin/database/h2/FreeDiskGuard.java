package dev.bobbin.database.h2;

import dev.bobbin.database.failure.SqlFailures;
import java.sql.SQLNonTransientException;
import java.util.function.LongSupplier;
import org.springframework.transaction.CannotCreateTransactionException;

/** Room on the disk that no change may take, so that the file never meets the disk's end in the midst of a commit. */
public record FreeDiskGuard(long bytes, LongSupplier room) {

    /** @throws CannotCreateTransactionException if there is no more room than that */
    void check() {
        if (bytes > 0 && room.getAsLong() < bytes) {
            throw new CannotCreateTransactionException(
                    "Less than bobbin.min-free-disk is left",
                    new SQLNonTransientException("The disk is nearly full", SqlFailures.DISK_FULL));
        }
    }
}
