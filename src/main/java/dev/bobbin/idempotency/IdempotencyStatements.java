package dev.bobbin.idempotency;

import dev.bobbin.database.LargeParameters;
import dev.bobbin.web.json.JsonText;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The statements of a creation: plain JDBC, since other writers of a thread wait meanwhile. */
@Repository
class IdempotencyStatements {

    private static final String OF_KEY = " where path = ? and project = ? and idempotency_key = ?";

    /** The response comes last, since it can be an expression. */
    static final String INSERT = "insert into kept_answers (path, project, idempotency_key, request_digest, thread_id,"
            + " object_id, expires_at, answer)";

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
        LargeParameters.update(
                jdbc,
                INSERT + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                key.path(),
                key.project(),
                key.idempotencyKey(),
                requestDigest,
                created.ownerId(),
                created.id(),
                expiresAt.getEpochSecond(),
                JsonText.copyOf(created).text());
        created.positions().ifPresent(positions -> insert(key, created.ownerId(), positions, expiresAt));
    }

    private void insert(IdempotencyRecordKey key, String ownerId, CoveredPositions positions, Instant expiresAt) {
        jdbc.update(
                "insert into kept_answer_positions (owner_id, last_position, first_position, path, project,"
                        + " idempotency_key, expires_at) values (?, ?, ?, ?, ?, ?, ?)",
                ownerId,
                positions.last(),
                positions.first(),
                key.path(),
                key.project(),
                key.idempotencyKey(),
                expiresAt.getEpochSecond());
    }

    /**
     * Erases the response that contains the object at a position, and stores the id of this object. Responses cover
     * disjoint ranges of positions. A record can have expired, and the client can have used its key again.
     */
    void eraseResponse(String ownerId, String objectId, long position) {
        jdbc.query(
                "select path, project, idempotency_key, expires_at, first_position from kept_answer_positions"
                        + " where owner_id = ? and last_position >= ? order by owner_id, last_position limit 1",
                row -> {
                    if (row.getLong(5) <= position) {
                        jdbc.update(
                                "update kept_answers set answer = null, object_id = ?" + OF_KEY
                                        + " and expires_at = ? and answer is not null",
                                objectId,
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getLong(4));
                    }
                },
                ownerId,
                position);
    }

    @Transactional
    void deleteExpiredPositions(long until) {
        jdbc.update("delete from kept_answer_positions where expires_at <= ?", until);
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
