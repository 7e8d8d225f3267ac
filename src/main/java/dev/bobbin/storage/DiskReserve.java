package dev.bobbin.storage;

import java.sql.SQLNonTransientException;
import java.util.function.LongSupplier;
import org.springframework.transaction.CannotCreateTransactionException;

/** Room on the disk that no change may take, so that the file never meets the disk's end in the midst of a commit. */
record DiskReserve(long bytes, LongSupplier room) {

    /** SQL's own word for it, which other packages know, too. */
    private static final String DISK_FULL = "53100";

    /** @throws CannotCreateTransactionException if there is no more room than that */
    void check() {
        if (bytes > 0 && room.getAsLong() < bytes) {
            throw new CannotCreateTransactionException(
                    "Less than bobbin.min-free-disk is left",
                    new SQLNonTransientException("The disk is nearly full", DISK_FULL));
        }
    }
}
