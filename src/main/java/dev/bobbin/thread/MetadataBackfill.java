package dev.bobbin.thread;

import dev.bobbin.database.Database;
import dev.bobbin.database.DatabaseOperations;
import dev.bobbin.database.failure.SqlFailures;
import dev.bobbin.sequence.OwnerList;
import dev.bobbin.web.json.JsonText;
import dev.bobbin.web.json.Metadata;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Indexes the metadata of threads that earlier versions of Bobbin have written. The first pass over all threads follows
 * the upgrade of the database. On PostgreSQL, a server of the previous version can still create and modify threads
 * while the servers are upgraded one after the other. So a pass follows every hour for a day.
 */
@Component
class MetadataBackfill {

    private static final Logger log = LoggerFactory.getLogger(MetadataBackfill.class);
    private static final int BATCH_SIZE = 100;
    private static final Duration TIME_FOR_AN_UPGRADE = Duration.ofDays(1);

    private final DatabaseOperations database;
    private final JdbcTemplate jdbc;
    private final OwnerList<ThreadObject> list;
    private final Clock clock;
    private final Duration timeForAnUpgrade;

    MetadataBackfill(
            DatabaseOperations database,
            JdbcTemplate jdbc,
            OwnerList<ThreadObject> list,
            Clock clock,
            JdbcConnectionDetails connection) {
        this.database = database;
        this.jdbc = jdbc;
        this.list = list;
        this.clock = clock;
        // Only one server at a time uses an H2 file.
        this.timeForAnUpgrade = Database.isPostgres(connection.getJdbcUrl()) ? TIME_FOR_AN_UPGRADE : Duration.ZERO;
    }

    @Scheduled(initialDelay = 0, fixedDelay = 1, timeUnit = TimeUnit.HOURS)
    void run() {
        try {
            if (!isUpgradeComplete()) {
                indexAll();
            }
        } catch (DataAccessException | TransactionException e) {
            if (SqlFailures.isDiskFull(e)) {
                log.warn("The disk of the database is nearly full, so the server rejects writes.");
            } else {
                log.warn("The database failed. The server indexes old metadata later: {}", SqlFailures.describe(e));
            }
        }
    }

    private boolean isUpgradeComplete() {
        long begin = clock.instant().minus(timeForAnUpgrade).getEpochSecond();
        return !database.read(() -> jdbc.queryForList(
                        "select completed_at from metadata_backfills where completed_at <= ?", Long.class, begin))
                .isEmpty();
    }

    private void indexAll() {
        List<IndexedThread> batch = findNext("");
        while (!batch.isEmpty()) {
            List<String> outdated = batch.stream()
                    .filter(thread -> !thread.isIndexed())
                    .map(IndexedThread::id)
                    .toList();
            if (!outdated.isEmpty()) {
                database.transaction(() -> {
                    outdated.forEach(this::index);
                    return true; // A transaction must return a value.
                });
            }
            batch = findNext(batch.get(batch.size() - 1).id());
        }
        database.transaction(() -> jdbc.update(
                "insert into metadata_backfills (completed_at) select ? where not exists"
                        + " (select 1 from metadata_backfills)",
                clock.instant().getEpochSecond()));
    }

    private record IndexedThread(String id, boolean isIndexed) {}

    private List<IndexedThread> findNext(String last) {
        return database.read(() -> jdbc.query(
                "select id, project, metadata from threads where id > ? and metadata <> '{}' order by id limit "
                        + BATCH_SIZE,
                (row, number) -> new IndexedThread(
                        row.getString(1),
                        row.getString(2).isEmpty()
                                || list.metadataIndex().contains(row.getString(2), row.getString(1), metadata(row))),
                last));
    }

    private static Map<String, String> metadata(ResultSet row) throws SQLException {
        return Metadata.parse(new JsonText(row.getString(3)));
    }

    /** Locks the thread, so that a client cannot modify it meanwhile. */
    private void index(String id) {
        jdbc.query(
                "select created_at, project, metadata from threads where id = ? and project <> '' for update",
                row -> {
                    list.metadataIndex().replace(row.getString(2), id, row.getLong(1), metadata(row));
                },
                id);
    }
}
