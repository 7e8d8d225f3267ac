package dev.bobbin.thread;

import dev.bobbin.api.ApiException;
import dev.bobbin.api.JsonText;
import dev.bobbin.project.Project;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Messages, always by their thread. {@link MessageReader} reads them for answers. */
interface MessageRepository extends Repository<Message, MessageKey>, MessageAppender {

    /** Appends to a thread of the project, which might as well not exist if it is another's. */
    default MessageObject append(Project project, String threadId, CreateMessageRequest request) {
        return append(project.name(), threadId, request).orElseThrow(() -> ApiException.noSuchThread(threadId));
    }

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
