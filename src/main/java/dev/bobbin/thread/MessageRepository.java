package dev.bobbin.thread;

import dev.bobbin.sequence.SequenceReader;
import dev.bobbin.web.json.JsonText;
import java.util.List;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/**
 * Writes the messages of a thread. The hot paths bypass JPA entities, which would cost more than everything else
 * combined: {@link MessageStatements} appends a message, and {@link SequenceReader} reads messages.
 */
interface MessageRepository extends Repository<Message, MessageKey>, MessageStatements {

    Message save(Message message);

    List<Message> saveAll(Iterable<Message> messages);

    boolean existsById(MessageKey key);

    @Modifying
    @Query("update Message m set m.metadata = :metadata where m.threadId = :threadId and m.id = :id")
    void replaceMetadata(String threadId, String id, JsonText metadata);
}
