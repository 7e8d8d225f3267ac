package dev.bobbin.idempotency;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Erases and deletes records. {@link IdempotencyStatements} finds and inserts them. */
interface IdempotencyRecordRepository extends Repository<IdempotencyRecord, IdempotencyRecordKey> {

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
