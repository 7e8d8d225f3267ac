package dev.bobbin.thread;

import dev.bobbin.api.ApiException;
import dev.bobbin.api.IdempotencyKey;
import dev.bobbin.api.JsonText;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/**
 * The answer that a creation got, kept for its repeats. When what was created is deleted, the answer goes, too, and the
 * id stays, so that a repeat does not create it anew.
 */
@Entity
@IdClass(KeptAnswerKey.class)
@Table(name = "kept_answers")
class KeptAnswer implements Persistable<KeptAnswerKey> {

    @Id
    private String path;

    @Id
    private String project;

    @Id
    private String idempotencyKey;

    private String requestDigest;
    private String threadId;
    private String objectId;
    private @Nullable JsonText answer;
    private long expiresAt;

    @SuppressWarnings("NullAway.Init")
    protected KeptAnswer() {}

    KeptAnswer(KeptAnswerKey key, String requestDigest, Creatable created, Instant expiresAt) {
        this.path = key.path();
        this.project = key.project();
        this.idempotencyKey = key.idempotencyKey();
        this.requestDigest = requestDigest;
        this.threadId = created.threadId();
        this.objectId = created.id();
        this.answer = JsonText.copyOf(created);
        this.expiresAt = expiresAt.getEpochSecond();
    }

    /** The answer again, byte for byte, to the same request. */
    JsonText replay(IdempotencyKey key) {
        if (!requestDigest.equals(key.requestDigest())) {
            throw ApiException.idempotencyKeyReused();
        }
        if (answer == null) {
            throw objectId.equals(threadId)
                    ? ApiException.noSuchThread(objectId)
                    : ApiException.noSuchMessage(objectId);
        }
        return answer;
    }

    @Override
    public KeptAnswerKey getId() {
        return new KeptAnswerKey(path, project, idempotencyKey);
    }

    /** Only new rows are saved. */
    @Override
    public boolean isNew() {
        return true;
    }
}
