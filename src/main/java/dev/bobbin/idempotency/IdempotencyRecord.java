package dev.bobbin.idempotency;

import dev.bobbin.web.error.ApiException;
import dev.bobbin.web.json.JsonText;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The response to a creation with an idempotency key. When the created object is deleted, the response is erased, and
 * the record stays, so that a retry does not create the object a second time.
 */
@Entity
@IdClass(IdempotencyRecordKey.class)
@Table(name = "kept_answers")
class IdempotencyRecord {

    @Id
    private String path;

    @Id
    private String project;

    @Id
    private String idempotencyKey;

    private String requestDigest;

    @Column(name = "thread_id")
    private String ownerId;

    private String objectId;

    @Column(name = "answer")
    private @Nullable JsonText response;

    private long expiresAt;

    @SuppressWarnings("NullAway.Init")
    protected IdempotencyRecord() {}

    IdempotencyRecord(
            IdempotencyRecordKey key,
            String requestDigest,
            String ownerId,
            String objectId,
            @Nullable JsonText response,
            long expiresAt) {
        this.path = key.path();
        this.project = key.project();
        this.idempotencyKey = key.idempotencyKey();
        this.requestDigest = requestDigest;
        this.ownerId = ownerId;
        this.objectId = objectId;
        this.response = response;
        this.expiresAt = expiresAt;
    }

    boolean isExpired(Instant now) {
        return expiresAt <= now.getEpochSecond();
    }

    String objectId() {
        return objectId;
    }

    /** The response, byte for byte; empty if it is erased. */
    Optional<JsonText> response() {
        return Optional.ofNullable(response);
    }

    /** @throws ApiException if the client has used the key for another request */
    void requireSameRequest(IdempotencyKey key) {
        if (!requestDigest.equals(key.requestDigest())) {
            throw ApiException.badRequest(
                    null,
                    "idempotency_key_reused",
                    "The 'Idempotency-Key' of this request was used before with another body. A new request needs a "
                            + "new key.");
        }
    }
}
