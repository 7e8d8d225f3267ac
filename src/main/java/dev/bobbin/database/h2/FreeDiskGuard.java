package dev.bobbin.database.h2;

import dev.bobbin.database.failure.SqlFailures;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLNonTransientException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.CannotCreateTransactionException;

/** Rejects writes while the disk is nearly full. Keeps a reserve for the writes that have already begun. */
public final class FreeDiskGuard {

    private static final Logger log = LoggerFactory.getLogger(FreeDiskGuard.class);
    private static final long MAX_RESERVE_BYTES = 16 << 20;

    private final long minFreeBytes;
    private final long reserveBytes;
    private final LongSupplier freeBytes;
    private final DiskReserve reserve;

    /**
     * @param minFreeBytes the limit in bytes; 0 disables the guard and its reserve
     * @param freeBytes the current free space in bytes
     */
    FreeDiskGuard(long minFreeBytes, LongSupplier freeBytes, DiskReserve reserve) {
        this.minFreeBytes = minFreeBytes;
        this.reserveBytes = Math.min(minFreeBytes, MAX_RESERVE_BYTES);
        this.freeBytes = freeBytes;
        this.reserve = reserve;
    }

    /** Returns a guard that rejects nothing. */
    public static FreeDiskGuard disabled() {
        return new FreeDiskGuard(0, () -> Long.MAX_VALUE, new DiskReserve(Path.of("")));
    }

    /**
     * Completes the reserve if there is enough space.
     *
     * @throws CannotCreateTransactionException if the disk is nearly full
     */
    void check() {
        if (isDiskLow() && !completeReserve()) {
            throw new CannotCreateTransactionException(
                    "The free disk space is below bobbin.min-free-disk",
                    new SQLNonTransientException("The disk is nearly full", SqlFailures.DISK_FULL));
        }
    }

    /** Whether less space than the limit is free, or the reserve is incomplete. */
    boolean isDiskLow() {
        return minFreeBytes > 0 && (freeBytes.getAsLong() < minFreeBytes || reserve.size() < reserveBytes);
    }

    private synchronized boolean completeReserve() {
        if (freeBytes.getAsLong() - (reserveBytes - reserve.size()) < minFreeBytes) {
            return false;
        }
        try {
            reserve.growTo(reserveBytes);
            return true;
        } catch (IOException e) {
            log.warn("Cannot write {}: {}", reserve.file(), e.toString());
            return false;
        }
    }
}
