package dev.bobbin.thread;

import dev.bobbin.web.json.JsonText;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/**
 * Reads and writes the messages of a thread. The hot paths are the JDBC statements of {@link MessageStatements}; all
 * others use JPA.
 */
interface MessageRepository extends Repository<Message, MessageKey>, MessageStatements {

    Message save(Message message);

    List<Message> saveAll(Iterable<Message> messages);

    @Query("select m.position from Message m where m.threadId = :threadId and m.id = :id")
    Optional<Long> findPosition(String threadId, String id);

    @Modifying
    @Query("update Message m set m.metadata = :metadata where m.threadId = :threadId and m.id = :id")
    void replaceMetadata(String threadId, String id, JsonText metadata);

    @Modifying
    @Query("delete from Message m where m.threadId = :threadId and m.id = :id")
    void delete(String threadId, String id);

    /** The sizes of the messages at positions above {@code low} and up to {@code high}. */
    @Query("""
            select new dev.bobbin.thread.MessageSize(m.position, m.size) from Message m
            where m.threadId = :threadId and m.position > :low and m.position <= :high
            order by m.threadId, m.position""")
    List<MessageSize> findSizes(String threadId, long low, long high);

    /** Deletes the messages at positions above {@code low} and up to {@code high}. */
    @Modifying
    @Query("delete from Message m where m.threadId = :threadId and m.position > :low and m.position <= :high")
    void deleteBetween(String threadId, long low, long high);

    /** Erases the responses that the idempotency records of these messages store. Must run before their deletion. */
    @Modifying
    @Query("""
            update IdempotencyRecord r set r.response = null where r.ownerId = :threadId and r.objectId in (
                select m.id from Message m
                where m.threadId = :threadId and m.position > :low and m.position <= :high)""")
    void eraseResponsesBetween(String threadId, long low, long high);
}
