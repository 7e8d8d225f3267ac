package dev.bobbin.idempotency;

import java.time.Instant;
import java.util.List;

/** The idempotency record of a creation that runs now. The creation inserts it in its own transaction. */
public final class NewRecord {

    private final IdempotencyStatements statements;
    private final IdempotencyRecordKey key;
    private final String requestDigest;
    private final Instant expiresAt;

    NewRecord(IdempotencyStatements statements, IdempotencyRecordKey key, String requestDigest, Instant expiresAt) {
        this.statements = statements;
        this.key = key;
        this.requestDigest = requestDigest;
        this.expiresAt = expiresAt;
    }

    /** Fails if there is a record with this key, and waits for a transaction that is about to commit one. */
    public void insert(CreatedObject created) {
        statements.insert(key, requestDigest, created, expiresAt);
    }

    /**
     * The insertion as a part of a statement that creates the object.
     *
     * @param response an SQL expression for the response to store
     * @param created the table expression that returns the created object's row
     */
    public static String insertionFrom(String created, String response) {
        return IdempotencyStatements.INSERT + " select ?, ?, ?, ?, ?, ?, ?, " + response + " from " + created;
    }

    /** The parameters of {@link #insertionFrom} before those of the response. */
    public List<Object> parameters(String ownerId, String id) {
        return List.of(
                key.path(),
                key.project(),
                key.idempotencyKey(),
                requestDigest,
                ownerId,
                id,
                expiresAt.getEpochSecond());
    }
}
