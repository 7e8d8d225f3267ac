package dev.bobbin.idempotency;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

interface IdempotencyRecordRepository extends Repository<IdempotencyRecord, IdempotencyRecordKey> {

    IdempotencyRecord save(IdempotencyRecord record);

    @Query("""
            select r from IdempotencyRecord r
            where r.path = :#{#key.path} and r.project = :#{#key.project} and r.idempotencyKey = :#{#key.idempotencyKey}
            and r.expiresAt > :now""")
    Optional<IdempotencyRecord> find(IdempotencyRecordKey key, long now);

    /** Deletes a record that has expired and that the clean-up has not reached yet. */
    @Modifying
    @Query("""
            delete from IdempotencyRecord r
            where r.path = :#{#key.path} and r.project = :#{#key.project} and r.idempotencyKey = :#{#key.idempotencyKey}
            and r.expiresAt <= :now""")
    void deleteExpired(IdempotencyRecordKey key, long now);

    /** The expiry time of the expired record at this index, in order of expiry. */
    @Query("""
            select r.expiresAt from IdempotencyRecord r
            where r.expiresAt <= :now order by r.expiresAt limit 1 offset :index""")
    Optional<Long> findExpiry(long now, int index);

    @Transactional
    @Modifying
    @Query("delete from IdempotencyRecord r where r.expiresAt <= :until")
    void deleteExpired(long until);

    @Modifying
    @Query("update IdempotencyRecord r set r.response = null where r.ownerId = :ownerId and r.objectId in :objectIds")
    void eraseResponses(String ownerId, List<String> objectIds);
}
