package dev.bobbin.thread;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Sort;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Messages, always by their thread. What is read for an answer is read as the answer, and only if the project owns the thread. */
interface MessageRepository extends Repository<Message, MessageKey> {

    Message save(Message message);

    List<Message> saveAll(Iterable<Message> messages);

    /** For writers, who hold the thread's lock. */
    Optional<Message> findByThreadIdAndId(String threadId, String id);

    @Query("""
            select new dev.bobbin.thread.MessageObject(
                m.id, m.createdAt, m.threadId, m.role, m.content, m.attachments, m.metadata)
            from Message m
            where m.threadId = :threadId and m.id = :id
            and exists (select 1 from MessageThread t where t.id = :threadId and t.project = :project)""")
    Optional<MessageObject> find(String project, String threadId, String id);

    /** The messages at positions strictly between two. */
    @Query("""
            select new dev.bobbin.thread.MessageObject(
                m.id, m.createdAt, m.threadId, m.role, m.content, m.attachments, m.metadata)
            from Message m
            where m.threadId = :threadId and m.position > :low and m.position < :high
            and exists (select 1 from MessageThread t where t.id = :threadId and t.project = :project)""")
    List<MessageObject> findBetween(String project, String threadId, long low, long high, Sort order, Limit limit);

    /** The positions of messages, deleted ones too. */
    @Query("""
            select new dev.bobbin.thread.Cursor(m.id, m.position)
            from Message m where m.threadId = :threadId and m.id in :ids
            union all
            select new dev.bobbin.thread.Cursor(d.id, d.position)
            from DeletedMessage d where d.threadId = :threadId and d.id in :ids""")
    List<Cursor> findCursors(String threadId, Collection<String> ids);

    @Modifying
    @Query("delete from Message m where m.threadId = :threadId and m.id = :id")
    void delete(String threadId, String id);

    @Modifying
    @Query("delete from Message m where m.threadId = :threadId")
    void deleteAll(String threadId);
}
