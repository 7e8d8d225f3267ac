package dev.bobbin.thread;

import dev.bobbin.database.DatabaseOperations;
import dev.bobbin.database.failure.SqlFailures;
import dev.bobbin.sequence.OwnerList;
import dev.bobbin.web.json.JsonText;
import dev.bobbin.web.json.Metadata;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Indexes the metadata of threads that earlier versions of Bobbin have written. On PostgreSQL, a server of the previous
 * version can still create and modify threads while the servers are upgraded one after the other.
 */
@Component
class MetadataBackfill {

    private static final Logger log = LoggerFactory.getLogger(MetadataBackfill.class);
    private static final String NO_METADATA = "{}";
    private static final int BATCH_SIZE = 100;

    /** PostgreSQL has an index for this condition. */
    private static final String OUTDATED_ON_POSTGRESQL = "coalesce(indexed_metadata, md5('{}')) <> md5(metadata)";

    /** Only one server uses an H2 file, so this condition holds only for threads from before the upgrade. */
    private static final String OUTDATED_ON_H2 = "indexed_metadata is null and metadata <> '{}'";

    private final DatabaseOperations database;
    private final JdbcTemplate jdbc;
    private final OwnerList<ThreadObject> list;
    private final boolean onPostgres;
    private boolean complete;

    MetadataBackfill(
            DatabaseOperations database,
            JdbcTemplate jdbc,
            OwnerList<ThreadObject> list,
            JdbcConnectionDetails connection) {
        this.database = database;
        this.jdbc = jdbc;
        this.list = list;
        this.onPostgres = connection.getJdbcUrl().startsWith("jdbc:postgresql:");
    }

    /** The MD5 digest of metadata, as PostgreSQL computes it; null if there is none. */
    static @Nullable String digest(JsonText metadata) {
        if (metadata.text().equals(NO_METADATA)) {
            return null;
        }
        try {
            byte[] json = metadata.text().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(json));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime supports MD5", e);
        }
    }

    @Scheduled(initialDelay = 0, fixedDelay = 10, timeUnit = TimeUnit.MINUTES)
    void run() {
        try {
            String last = "";
            while (!complete) {
                List<String> ids = findOutdated(last);
                if (ids.isEmpty()) {
                    complete = !onPostgres;
                    return;
                }
                database.transaction(() -> {
                    ids.forEach(this::index);
                    return true; // A transaction must return a value.
                });
                last = ids.get(ids.size() - 1);
            }
        } catch (DataAccessException | TransactionException e) {
            log.warn("The database failed. The server indexes old metadata later: {}", SqlFailures.describe(e));
        }
    }

    private List<String> findOutdated(String last) {
        return database.read(() -> jdbc.queryForList(
                "select id from threads where " + (onPostgres ? OUTDATED_ON_POSTGRESQL : OUTDATED_ON_H2)
                        + " and id > ? order by id limit " + BATCH_SIZE,
                String.class,
                last));
    }

    /** Locks the thread, so that a client cannot modify it meanwhile. */
    private void index(String id) {
        jdbc.query(
                "select project, created_at, metadata from threads where id = ? for update",
                row -> {
                    JsonText metadata = new JsonText(row.getString(3));
                    if (!row.getString(1).isEmpty()) {
                        list.metadataIndex().replace(row.getString(1), id, row.getLong(2), Metadata.parse(metadata));
                    }
                    jdbc.update("update threads set indexed_metadata = ? where id = ?", digest(metadata), id);
                },
                id);
    }
}
