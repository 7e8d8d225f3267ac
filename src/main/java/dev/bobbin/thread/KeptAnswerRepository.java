package dev.bobbin.thread;

import java.util.Optional;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

interface KeptAnswerRepository extends Repository<KeptAnswer, KeptAnswerKey> {

    KeptAnswer save(KeptAnswer answer);

    @Query("""
            select k from KeptAnswer k
            where k.path = :#{#key.path} and k.project = :#{#key.project} and k.idempotencyKey = :#{#key.idempotencyKey}
            and k.expiresAt > :now""")
    Optional<KeptAnswer> find(KeptAnswerKey key, long now);

    /** One that the expiry has not come to yet. */
    @Modifying
    @Query("""
            delete from KeptAnswer k
            where k.path = :#{#key.path} and k.project = :#{#key.project} and k.idempotencyKey = :#{#key.idempotencyKey}
            and k.expiresAt <= :now""")
    void deleteExpired(KeptAnswerKey key, long now);

    /** When so many more of those that have expired had done so. */
    @Query("select k.expiresAt from KeptAnswer k where k.expiresAt <= :now order by k.expiresAt limit 1 offset :more")
    Optional<Long> findExpiry(long now, int more);

    @Transactional
    @Modifying
    @Query("delete from KeptAnswer k where k.expiresAt <= :until")
    void deleteExpired(long until);

    @Modifying
    @Query("update KeptAnswer k set k.answer = null where k.threadId = :threadId and k.objectId = :objectId")
    void forget(String threadId, String objectId);

    /** The answers to the creation of the messages at positions strictly above one and up to another. */
    @Modifying
    @Query("""
            update KeptAnswer k set k.answer = null where k.threadId = :threadId and k.objectId in (
                select m.id from Message m
                where m.threadId = :threadId and m.position > :low and m.position <= :high)""")
    void forgetMessages(String threadId, long low, long high);
}
