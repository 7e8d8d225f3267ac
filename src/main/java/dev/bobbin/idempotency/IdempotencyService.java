package dev.bobbin.idempotency;

import dev.bobbin.database.failure.SqlFailures;
import dev.bobbin.security.Project;
import dev.bobbin.web.error.ApiException;
import dev.bobbin.web.json.JsonText;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionException;

/**
 * Makes creations safe to retry. The transaction of a creation with a key also stores its response. A retry within 24
 * hours gets that response again. If two requests with the same key run at once, one of them fails on the primary key.
 * The server then runs that one again, and finds the response of the other.
 */
@Service
public class IdempotencyService {

    private static final Logger log = LoggerFactory.getLogger(IdempotencyService.class);
    private static final int BATCH_SIZE = 1000;
    private static final Duration LIFETIME = Duration.ofHours(24);

    private final IdempotencyRecordRepository records;
    private final IdempotencyStatements statements;
    private final Clock clock;

    IdempotencyService(IdempotencyRecordRepository records, IdempotencyStatements statements, Clock clock) {
        this.records = records;
        this.statements = statements;
        this.clock = clock;
    }

    /**
     * Runs a creation once for each key. If an earlier request with the same key has run it, the response of that
     * request is replayed. Without a key, the creation always runs. The caller must have begun a transaction.
     *
     * @param path the endpoint's path without the prefix
     * @param requireOwner throws an exception if a retry's owner does not exist any more
     * @param notFound creates the error for a retry whose object has been deleted, from the object's id
     * @throws ApiException with 400 if the client has used the key for another body
     */
    public CreationResult createOnce(
            Project project,
            String path,
            @Nullable IdempotencyKey key,
            Supplier<? extends CreatedObject> creation,
            Runnable requireOwner,
            Function<String, ApiException> notFound) {
        if (key == null) {
            return CreationResult.ofNew(creation.get());
        }
        return findResult(project, path, key, requireOwner, notFound).orElseGet(() -> {
            CreatedObject created = creation.get();
            newRecord(project, path, key).insert(created);
            return CreationResult.ofNew(created);
        });
    }

    /**
     * Finds the result of an earlier creation with the same key, and deletes one that has expired. The creation that
     * follows may lock its owner, so the caller finds the result before it, and inserts {@link #newRecord} last. The
     * parameters and the error are those of {@link #createOnce}.
     */
    public Optional<CreationResult> findResult(
            Project project,
            String path,
            IdempotencyKey key,
            Runnable requireOwner,
            Function<String, ApiException> notFound) {
        IdempotencyRecordKey id = new IdempotencyRecordKey(path, project.name(), key.value());
        Instant now = clock.instant();
        Optional<IdempotencyRecord> earlier = statements.find(id);
        if (earlier.isEmpty()) {
            return Optional.empty();
        }
        if (earlier.get().isExpired(now)) {
            statements.deleteExpired(id, now);
            return Optional.empty();
        }
        requireOwner.run();
        return Optional.of(replay(earlier.get(), key, notFound));
    }

    /** The record of a creation that runs now. */
    public NewRecord newRecord(Project project, String path, IdempotencyKey key) {
        return new NewRecord(
                statements,
                new IdempotencyRecordKey(path, project.name(), key.value()),
                key.requestDigest(),
                clock.instant().plus(LIFETIME));
    }

    private static CreationResult replay(
            IdempotencyRecord earlier, IdempotencyKey key, Function<String, ApiException> notFound) {
        earlier.requireSameRequest(key);
        JsonText response = earlier.response().orElseThrow(() -> notFound.apply(earlier.objectId()));
        return new CreationResult(response, true);
    }

    /**
     * Erases the stored response to the creation of an object. The caller deletes the object in the same transaction.
     */
    public void eraseResponse(String ownerId, String objectId) {
        records.eraseResponses(ownerId, List.of(objectId));
    }

    /**
     * Erases the stored response that contains an object of a sequence. A retry is then reported as not found, with the
     * id of this object.
     */
    public void eraseResponse(String ownerId, String objectId, long position) {
        statements.eraseResponse(ownerId, objectId, position);
    }

    /** Erases the stored responses to the creations of objects of one owner. */
    public void eraseResponses(String ownerId, List<String> objectIds) {
        if (!objectIds.isEmpty()) {
            records.eraseResponses(ownerId, objectIds);
        }
    }

    /** Deletes expired records in batches, so that no transaction grows large. Several servers may do it at once. */
    @Scheduled(initialDelay = 10, fixedDelay = 10, timeUnit = TimeUnit.MINUTES)
    public void deleteExpired() {
        try {
            long now = clock.instant().getEpochSecond();
            for (long until = 0; until < now; ) {
                until = records.findExpiry(now, BATCH_SIZE).orElse(now);
                records.deleteExpired(until);
                statements.deleteExpiredPositions(until);
            }
        } catch (DataAccessException | TransactionException e) {
            log.warn(
                    "The database failed. The server deletes expired idempotency records later: {}",
                    SqlFailures.describe(e));
        }
    }
}
