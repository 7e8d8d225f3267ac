package dev.bobbin.thread;

import dev.bobbin.api.JsonText;
import dev.bobbin.api.MemoryShare;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Sort;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/**
 * Messages, always by their thread. What is read for an answer is read only if the project owns the thread, and first
 * without what is larger than {@link MemoryShare#SMALL}.
 */
interface MessageRepository extends Repository<Message, MessageKey> {

    Message save(Message message);

    List<Message> saveAll(Iterable<Message> messages);

    @Query(MessageRow.SELECT + """
            where m.threadId = :threadId and m.id = :id
            and exists (select 1 from MessageThread t where t.id = :threadId and t.project = :project)""")
    Optional<MessageRow> find(String project, String threadId, String id);

    /** The messages at positions strictly between two. */
    @Query(MessageRow.SELECT + """
            where m.threadId = :threadId and m.position > :low and m.position < :high
            and exists (select 1 from MessageThread t where t.id = :threadId and t.project = :project)""")
    List<MessageRow> findBetween(String project, String threadId, long low, long high, Sort order, Limit limit);

    @Query("""
            select new dev.bobbin.thread.LargeParts(m.id, m.content, m.attachments)
            from Message m where m.threadId = :threadId and m.id in :ids""")
    List<LargeParts> findLargeParts(String threadId, Collection<String> ids);

    /** The positions of messages, deleted ones too. */
    @Query("""
            select new dev.bobbin.thread.Cursor(m.id, m.position)
            from Message m where m.threadId = :threadId and m.id in :ids
            union all
            select new dev.bobbin.thread.Cursor(d.id, d.position)
            from DeletedMessage d where d.threadId = :threadId and d.id in :ids""")
    List<Cursor> findCursors(String threadId, Collection<String> ids);

    @Query("select m.position from Message m where m.threadId = :threadId and m.id = :id")
    Optional<Long> findPosition(String threadId, String id);

    @Modifying
    @Query("update Message m set m.metadata = :metadata where m.threadId = :threadId and m.id = :id")
    void replaceMetadata(String threadId, String id, JsonText metadata);

    @Modifying
    @Query("delete from Message m where m.threadId = :threadId and m.id = :id")
    void delete(String threadId, String id);

    /** The sizes of the messages at positions strictly above one and up to another. */
    @Query("""
            select new dev.bobbin.thread.MessageSize(m.position, m.size) from Message m
            where m.threadId = :threadId and m.position > :low and m.position <= :high
            order by m.threadId, m.position""")
    List<MessageSize> findSizes(String threadId, long low, long high);

    @Modifying
    @Query("delete from Message m where m.threadId = :threadId and m.position > :low and m.position <= :high")
    void deleteBetween(String threadId, long low, long high);
}
