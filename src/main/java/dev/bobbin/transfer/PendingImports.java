package dev.bobbin.transfer;

import dev.bobbin.database.Database;
import dev.bobbin.database.DatabaseOperations;
import dev.bobbin.database.failure.SqlFailures;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Records which hidden owners are being imported. Each transaction of such an import renews its lease. If the server is
 * killed, the lease expires, and any server that shares the database hands the owner over to the deletion.
 */
@Component
class PendingImports implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(PendingImports.class);
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final int BATCH_SIZE = 100;

    private final DatabaseOperations database;
    private final JdbcTemplate jdbc;
    private final List<TransferKind> kinds;
    private final Clock clock;
    private final boolean ownsDatabase;

    PendingImports(
            DatabaseOperations database,
            JdbcTemplate jdbc,
            List<TransferKind> kinds,
            Clock clock,
            JdbcConnectionDetails connection) {
        this.kinds = kinds;
        this.database = database;
        this.jdbc = jdbc;
        this.clock = clock;
        this.ownsDatabase = !Database.isPostgres(connection.getJdbcUrl());
    }

    /** Registers an import. The caller runs this in the transaction that inserts the hidden owner. */
    void begin(String ownerId, String token) {
        jdbc.update("insert into pending_imports (id, token, expires_at) values (?, ?, ?)", ownerId, token, lease());
    }

    /** Renews the lease. Returns false if it had expired and the owner is being deleted. */
    boolean renew(String ownerId, String token) {
        return jdbc.update(
                        "update pending_imports set expires_at = ? where id = ? and token = ?", lease(), ownerId, token)
                == 1;
    }

    /** Ends an import. Returns false if its lease had expired and the owner is being deleted. */
    boolean end(String ownerId, String token) {
        return jdbc.update("delete from pending_imports where id = ? and token = ?", ownerId, token) == 1;
    }

    /** Hands the owner of a failed import over to the deletion. */
    void abandon(TransferKind kind, String ownerId, String token) {
        try {
            database.transaction(() -> end(ownerId, token) && markForDeletion(kind, ownerId));
            kind.tables().deletion().schedulePendingDeletions();
        } catch (DataAccessException | TransactionException e) {
            log.warn(
                    "The database failed. The server deletes the incomplete import of {} later: {}",
                    ownerId,
                    SqlFailures.describe(e));
        }
    }

    /** No other server uses an H2 file, so each import in it has been interrupted. */
    @Override
    public void afterSingletonsInstantiated() {
        sweep(ownsDatabase ? Long.MAX_VALUE : now());
    }

    /** Also runs while an import waits for an owner whose import may have been interrupted. */
    @Scheduled(initialDelay = 1, fixedDelay = 1, timeUnit = TimeUnit.MINUTES)
    void sweep() {
        sweep(now());
    }

    private void sweep(long expiredBefore) {
        try {
            List<String> expired = database.read(() -> jdbc.queryForList(
                    "select id from pending_imports where expires_at < ? limit " + BATCH_SIZE,
                    String.class,
                    expiredBefore));
            if (expired.isEmpty()) {
                return;
            }
            for (String ownerId : expired) {
                TransferKind kind = kindOf(ownerId);
                database.transaction(() -> jdbc.update(
                                        "delete from pending_imports where id = ? and expires_at < ?",
                                        ownerId,
                                        expiredBefore)
                                == 1
                        && markForDeletion(kind, ownerId));
                kind.tables().deletion().schedulePendingDeletions();
            }
        } catch (DataAccessException | TransactionException e) {
            log.warn("The database failed. The server deletes incomplete imports later: {}", SqlFailures.describe(e));
        }
    }

    private TransferKind kindOf(String ownerId) {
        return kinds.stream()
                .filter(kind -> ownerId.startsWith(kind.names().idPrefix()))
                .findFirst()
                .orElseThrow();
    }

    private boolean markForDeletion(TransferKind kind, String ownerId) {
        String pendingDeletions = kind.tables().positions().tables().pendingDeletions();
        return jdbc.update("insert into " + pendingDeletions + " (id) values (?)", ownerId) == 1;
    }

    private long lease() {
        return now() + LEASE.toSeconds();
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
