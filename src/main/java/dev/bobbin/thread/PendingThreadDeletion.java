package dev.bobbin.thread;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.springframework.data.domain.Persistable;

/** A large thread that a client has deleted, and whose messages the server still deletes in the background. */
@Entity
@Table(name = "abandoned_threads")
class PendingThreadDeletion implements Persistable<String> {

    @Id
    private String id;

    @SuppressWarnings("NullAway.Init")
    protected PendingThreadDeletion() {}

    PendingThreadDeletion(String id) {
        this.id = id;
    }

    @Override
    public String getId() {
        return id;
    }

    /** The application saves new rows only. */
    @Override
    public boolean isNew() {
        return true;
    }
}
