package dev.bobbin.database.h2;

import dev.bobbin.database.failure.SqlFailures;
import java.sql.SQLNonTransientException;
import java.util.function.LongSupplier;
import org.springframework.transaction.CannotCreateTransactionException;

/**
 * Rejects writes while the disk is nearly full. Without this check, the disk could fill up in the middle of a commit.
 *
 * @param minFreeBytes the limit in bytes; 0 disables the check
 * @param freeBytes the current free space in bytes
 */
public record FreeDiskGuard(long minFreeBytes, LongSupplier freeBytes) {

    /** @throws CannotCreateTransactionException if less space than the limit is free */
    void check() {
        if (minFreeBytes > 0 && freeBytes.getAsLong() < minFreeBytes) {
            throw new CannotCreateTransactionException(
                    "The free disk space is below bobbin.min-free-disk",
                    new SQLNonTransientException("The disk is nearly full", SqlFailures.DISK_FULL));
        }
    }
}
