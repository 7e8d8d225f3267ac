package dev.bobbin.conversation;

import dev.bobbin.security.Project;
import jakarta.persistence.LockModeType;
import java.util.Optional;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface ConversationRepository extends Repository<Conversation, String> {

    boolean existsById(String id);

    /** Locks a conversation of the project. A conversation of another project is reported as not found. */
    default Conversation lock(Project project, String id) {
        return lock(project.name(), id).orElseThrow(() -> NotFound.conversation(id));
    }

    /** Locks the conversation's row until the transaction ends, so that writers to one conversation take turns. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select c from Conversation c where c.id = :id and c.project = :project")
    Optional<Conversation> lock(String project, String id);
}
