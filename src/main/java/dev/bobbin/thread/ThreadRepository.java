package dev.bobbin.thread;

import dev.bobbin.security.Project;
import jakarta.persistence.LockModeType;
import java.util.Optional;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface ThreadRepository extends Repository<MessageThread, String> {

    /** Locks a thread of the project. A thread of another project is reported as not found. */
    default MessageThread lock(Project project, String id) {
        return lock(project.name(), id).orElseThrow(() -> NotFound.thread(id));
    }

    /** Locks the thread's row until the transaction ends, so that writers to one thread take turns. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select t from MessageThread t where t.id = :id and t.project = :project")
    Optional<MessageThread> lock(String project, String id);

    boolean existsById(String id);
}
