package dev.bobbin.thread;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.springframework.data.domain.Persistable;

/** A thread that is deleted for its project, while its many messages are still being removed. */
@Entity
@Table(name = "abandoned_threads")
class AbandonedThread implements Persistable<String> {

    @Id
    private String id;

    @SuppressWarnings("NullAway.Init")
    protected AbandonedThread() {}

    AbandonedThread(String id) {
        this.id = id;
    }

    @Override
    public String getId() {
        return id;
    }

    /** Only new rows are saved. */
    @Override
    public boolean isNew() {
        return true;
    }
}
