package dev.bobbin.idempotency;

import dev.bobbin.web.json.JsonText;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/** The statements of a creation: plain JDBC, since other writers of a thread wait meanwhile. */
@Repository
class IdempotencyStatements {

    private static final String OF_KEY = " where path = ? and project = ? and idempotency_key = ?";

    private final JdbcTemplate jdbc;

    IdempotencyStatements(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    Optional<IdempotencyRecord> find(IdempotencyRecordKey key) {
        return jdbc
                .query(
                        "select request_digest, thread_id, object_id, answer, expires_at from kept_answers" + OF_KEY,
                        (row, number) -> new IdempotencyRecord(
                                key,
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                Optional.ofNullable(row.getString(4))
                                        .map(JsonText::new)
                                        .orElse(null),
                                row.getLong(5)),
                        key.path(),
                        key.project(),
                        key.idempotencyKey())
                .stream()
                .findFirst();
    }

    /** Fails if there is a record with this key, and waits for a transaction that is about to commit one. */
    void insert(IdempotencyRecordKey key, String requestDigest, CreatedObject created, Instant expiresAt) {
        jdbc.update(
                "insert into kept_answers (path, project, idempotency_key, request_digest, thread_id, object_id, answer,"
                        + " first_position, last_position, expires_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                key.path(),
                key.project(),
                key.idempotencyKey(),
                requestDigest,
                created.ownerId(),
                created.id(),
                JsonText.copyOf(created).text(),
                created.positions().map(CoveredPositions::first).orElse(null),
                created.positions().map(CoveredPositions::last).orElse(null),
                expiresAt.getEpochSecond());
    }

    /** Deletes a record that has expired and that the clean-up has not reached yet. */
    void deleteExpired(IdempotencyRecordKey key, Instant now) {
        jdbc.update(
                "delete from kept_answers" + OF_KEY + " and expires_at <= ?",
                key.path(),
                key.project(),
                key.idempotencyKey(),
                now.getEpochSecond());
    }
}
