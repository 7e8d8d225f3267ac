package dev.bobbin.transfer.thread;

import dev.bobbin.sequence.OwnerList;
import dev.bobbin.sequence.SequenceDeletion;
import dev.bobbin.sequence.SequencePositions;
import dev.bobbin.sequence.SequenceWalk;
import dev.bobbin.thread.LastActivity;
import dev.bobbin.thread.MessageObject;
import dev.bobbin.thread.NotFound;
import dev.bobbin.thread.PositionedMessage;
import dev.bobbin.thread.ThreadObject;
import dev.bobbin.transfer.ImportErrors;
import dev.bobbin.transfer.ImportedEntry;
import dev.bobbin.transfer.ImportedOwner;
import dev.bobbin.transfer.StoredEntries;
import dev.bobbin.transfer.TransferKind;
import dev.bobbin.transfer.TransferNames;
import dev.bobbin.transfer.TransferTables;
import dev.bobbin.web.error.ApiException;
import dev.bobbin.web.json.JsonInput;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Describes threads and their messages to the engine of imports and exports. */
@Component
class ThreadKind implements TransferKind {

    private static final TransferNames NAMES =
            new TransferNames("thread", "threads", "message", "messages", "thread", "id");

    private static final String INSERT_MESSAGE =
            "insert into messages (thread_id, id, position, role, created_at, content, attachments, metadata)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?)";

    private static final String INSERT_DETAILS =
            "insert into message_details (thread_id, position, run_id, details) values (?, ?, ?, ?)";

    private final OwnerList<ThreadObject> threads;
    private final TransferTables tables;
    private final LastActivity lastActivity;

    ThreadKind(
            OwnerList<ThreadObject> threads,
            SequencePositions<MessageObject> positions,
            SequenceWalk<PositionedMessage> messages,
            @Qualifier("threadDeletion") SequenceDeletion deletion,
            LastActivity lastActivity) {
        this.threads = threads;
        this.tables = new TransferTables(
                positions,
                threads,
                new StoredEntries<>(messages, message -> new ImportedMessage(message.message())),
                deletion,
                INSERT_MESSAGE,
                INSERT_DETAILS);
        this.lastActivity = lastActivity;
    }

    @Override
    public TransferNames names() {
        return NAMES;
    }

    @Override
    public TransferTables tables() {
        return tables;
    }

    @Override
    public boolean isOwner(JsonInput value, boolean inPage) {
        JsonInput object = value.required("object");
        if (inPage) {
            return object.oneOf("thread", "thread.message").equals("thread");
        }
        String name = object.oneOf("thread", "thread.message", "list");
        if (name.equals("list")) {
            throw ImportErrors.invalidPage(value);
        }
        return name.equals("thread");
    }

    @Override
    public String ownerId(JsonInput thread) {
        return ImportedThread.id(thread);
    }

    @Override
    public ImportedOwner owner(JsonInput thread) {
        return ImportedThread.from(thread);
    }

    @Override
    public ImportedOwner ownerWithoutLine(String id) {
        return ImportedThread.withoutLine(id);
    }

    @Override
    public String ownerIdOfEntry(JsonInput message) {
        return ImportedMessage.threadId(message);
    }

    @Override
    public ImportedEntry entry(JsonInput message) {
        return ImportedMessage.from(message);
    }

    @Override
    public ApiException noOwner(String param, String id) {
        return ApiException.notFound(param, NotFound.thread(id).sentence());
    }

    @Override
    public Optional<ImportedOwner> find(String project, String threadId) {
        return threads.find(project, threadId).map(ImportedThread::of);
    }

    @Override
    public void setLastActivity(String threadId, long position, long at) {
        lastActivity.set(threadId, position, at);
    }
}
