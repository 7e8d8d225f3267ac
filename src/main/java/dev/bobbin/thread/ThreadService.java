package dev.bobbin.thread;

import dev.bobbin.api.ApiException;
import dev.bobbin.api.IdempotencyKey;
import dev.bobbin.project.Project;
import dev.bobbin.storage.RetriedTransaction;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Keeps the threads of a project. Another project's thread might as well not exist. */
@Service
@RetriedTransaction
class ThreadService {

    /** So many positions are deleted in one transaction, or messages of so many bytes, as others may have to wait for it. */
    private static final int PORTION = 1000;

    private static final int PORTION_BYTES = 8 << 20;

    private final ThreadRepository threads;
    private final MessageRepository messages;
    private final DeletedMessageRepository deletedMessages;
    private final AbandonedThreadRepository abandonedThreads;
    private final KeptAnswers keptAnswers;
    private final Clock clock;

    ThreadService(
            ThreadRepository threads,
            MessageRepository messages,
            DeletedMessageRepository deletedMessages,
            AbandonedThreadRepository abandonedThreads,
            KeptAnswers keptAnswers,
            Clock clock) {
        this.threads = threads;
        this.messages = messages;
        this.deletedMessages = deletedMessages;
        this.abandonedThreads = abandonedThreads;
        this.keptAnswers = keptAnswers;
        this.clock = clock;
    }

    /** Creates the thread with all of its messages, or nothing. */
    Created create(Project project, CreateThreadRequest request, @Nullable IdempotencyKey key) {
        return keptAnswers.once(project, "/threads", key, () -> create(project, request));
    }

    private ThreadObject create(Project project, CreateThreadRequest request) {
        Instant now = clock.instant();
        MessageThread thread = request.toThread(project, now);
        List<Message> first = request.toMessages(thread, now);
        threads.save(thread);
        messages.saveAll(first);
        return thread.toObject();
    }

    /** One statement, which commits itself. */
    @Transactional(propagation = Propagation.SUPPORTS, readOnly = true)
    ThreadObject retrieve(Project project, String id) {
        return threads.find(project.name(), id).orElseThrow(() -> ApiException.noSuchThread(id));
    }

    ThreadObject modify(Project project, String id, ModifyThreadRequest request) {
        MessageThread thread = threads.lock(project, id);
        request.applyTo(thread);
        return thread.toObject();
    }

    /**
     * Deletes the thread with its messages and with the places of those that were deleted before. A large one is taken from
     * its project only.
     *
     * @return whether nothing is left of it
     */
    boolean delete(Project project, String id) {
        MessageThread thread = threads.lock(project, id);
        keptAnswers.forgetThread(id);
        if (endOfPortion(id, 0) < thread.lastPosition()) {
            thread.abandon();
            abandonedThreads.save(new AbandonedThread(id));
            return false;
        }
        deleteMessages(id, 0, thread.lastPosition());
        threads.delete(id);
        return true;
    }

    @Transactional(readOnly = true)
    List<String> abandoned() {
        return abandonedThreads.findIds(Limit.of(100));
    }

    /**
     * Deletes the next messages of an abandoned thread, or the thread itself when no message is left.
     *
     * @return up to which position it has come; nothing when it is done
     */
    OptionalLong deleteNext(String id, long done) {
        if (done >= threads.findLastPositionOfAbandoned(id).orElse(0L)) {
            threads.deleteAbandoned(id);
            abandonedThreads.delete(id);
            return OptionalLong.empty();
        }
        long end = endOfPortion(id, done);
        deleteMessages(id, done, end);
        return OptionalLong.of(end);
    }

    private void deleteMessages(String id, long low, long high) {
        keptAnswers.forgetMessages(id, low, high);
        messages.deleteBetween(id, low, high);
        deletedMessages.deleteBetween(id, low, high);
    }

    /** The last position that is deleted together with those above another one: one message, however large it is, or more. */
    private long endOfPortion(String id, long begin) {
        long bytes = 0;
        for (MessageSize message : messages.findSizes(id, begin, begin + PORTION)) {
            if (bytes > 0 && bytes + message.size() > PORTION_BYTES) {
                return message.position() - 1;
            }
            bytes += message.size();
        }
        return begin + PORTION;
    }
}
