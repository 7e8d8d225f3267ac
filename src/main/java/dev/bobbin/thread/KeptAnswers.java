package dev.bobbin.thread;

import dev.bobbin.api.IdempotencyKey;
import dev.bobbin.project.Project;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Makes creations safe to repeat: the answer to one with a key is kept in its transaction, and a repeat within a day gets
 * it again. Of two at once, one fails as the key is taken, is done again and finds the other's answer.
 */
@Component
class KeptAnswers {

    private static final Logger log = LoggerFactory.getLogger(KeptAnswers.class);
    private static final int PORTION = 1000;
    private static final Duration KEPT_FOR = Duration.ofHours(24);

    private final KeptAnswerRepository answers;
    private final Clock clock;

    KeptAnswers(KeptAnswerRepository answers, Clock clock) {
        this.answers = answers;
        this.clock = clock;
    }

    /** Creates what has not been created with this key before; without a key, in any case. */
    Created once(Project project, String path, @Nullable IdempotencyKey key, Supplier<? extends Creatable> creation) {
        if (key == null) {
            return new Created(creation.get(), false);
        }
        KeptAnswerKey id = new KeptAnswerKey(path, project.name(), key.value());
        Instant now = clock.instant();
        Optional<KeptAnswer> first = answers.find(id, now.getEpochSecond());
        if (first.isPresent()) {
            return new Created(first.get().replay(key), true);
        }
        answers.deleteExpired(id, now.getEpochSecond());
        Creatable created = creation.get();
        answers.save(new KeptAnswer(id, key.requestDigest(), created, now.plus(KEPT_FOR)));
        return new Created(created, false);
    }

    /** In portions, so that no transaction grows large. Several servers may do it at once. */
    @Scheduled(initialDelay = 10, fixedDelay = 10, timeUnit = TimeUnit.MINUTES)
    void removeExpired() {
        try {
            long now = clock.instant().getEpochSecond();
            for (long until = 0; until < now; ) {
                until = answers.findExpiry(now, PORTION).orElse(now);
                answers.deleteExpired(until);
            }
        } catch (DataAccessException | TransactionException e) {
            log.warn("Expired answers are removed later, as the database failed: {}", e.toString());
        }
    }

    /** Keeps nothing any more of what a deleted message said. */
    void forgetMessage(String threadId, String messageId) {
        answers.forget(threadId, messageId);
    }

    /** Nor of the messages at positions strictly above one and up to another. */
    void forgetMessages(String threadId, long low, long high) {
        answers.forgetMessages(threadId, low, high);
    }

    void forgetThread(String threadId) {
        answers.forget(threadId, threadId);
    }
}
