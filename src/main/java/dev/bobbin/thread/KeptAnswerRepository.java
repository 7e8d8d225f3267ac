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

    /** Some of those that have expired; returns how many. */
    @Transactional
    @Modifying
    @Query(nativeQuery = true, value = """
            delete from kept_answers where (path, project, idempotency_key) in (
                select path, project, idempotency_key from kept_answers
                where expires_at <= :now order by expires_at limit 1000)""")
    int deleteSomeExpired(long now);

    @Modifying
    @Query("update KeptAnswer k set k.answer = null where k.threadId = :threadId and k.objectId = :messageId")
    void forgetMessage(String threadId, String messageId);

    /** The answers that created the thread and its messages. */
    @Modifying
    @Query("update KeptAnswer k set k.answer = null where k.threadId = :threadId and k.answer is not null")
    void forgetThread(String threadId);
}
