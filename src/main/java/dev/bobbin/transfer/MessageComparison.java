package dev.bobbin.transfer;

import dev.bobbin.sequence.SequenceRow;
import dev.bobbin.sequence.SequenceWalk;
import dev.bobbin.thread.MessageObject;
import dev.bobbin.thread.PositionedMessage;
import dev.bobbin.transfer.MessageIndex.Entry;
import dev.bobbin.transfer.body.BodyScanner.Element;
import dev.bobbin.transfer.request.ImportedMessage;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Compares messages of an import with each other, and with those that the thread already contains. */
@Component
class MessageComparison {

    /** Limits of the messages that are in memory at once. */
    private static final int BLOCK_SIZE = 100;

    private static final long BLOCK_BYTES = 512 << 10;

    /** Ids whose digests are in memory at once. */
    private static final int IDS_IN_MEMORY = 1_000_000;

    private final SequenceWalk<PositionedMessage> messages;

    MessageComparison(SequenceWalk<PositionedMessage> messages) {
        this.messages = messages;
    }

    /** Marks the messages that stand in the thread's lines before. One with other content is a problem. */
    void markRepeated(Import current, ThreadLines lines) {
        int parts = Math.toIntExact(1 + lines.messages.size() / IDS_IN_MEMORY);
        for (int part = 0; part < parts; part++) {
            long[] repeated = lines.messages.repeatedHashes(part, parts);
            if (repeated.length > 0) {
                markRepeated(current, lines, repeated);
            }
        }
    }

    private static void markRepeated(Import current, ThreadLines lines, long[] hashes) {
        long[] firsts = new long[hashes.length];
        Arrays.fill(firsts, -1);
        for (long i = 0; i < lines.messages.size(); i++) {
            Entry entry = lines.messages.get(i);
            int hash = Arrays.binarySearch(hashes, entry.idHash());
            if (hash >= 0 && firsts[hash] < 0) {
                firsts[hash] = i;
            } else if (hash >= 0) {
                MessageObject first =
                        current.message(lines.messages.get(firsts[hash]).element());
                MessageObject message = current.message(entry.element());
                if (ImportedMessage.areEqual(first, message)) {
                    lines.messages.set(i, new Entry(entry.element(), entry.idHash(), true));
                } else {
                    lines.addProblem(entry.element(), ImportErrors.messageExists(entry.element(), message.id()));
                }
            }
        }
    }

    /**
     * The result of a comparison.
     *
     * @param equal the number of messages that the thread contains
     * @param firstNew the index of the first message that follows all of these
     */
    record Result(long equal, long firstNew) {}

    /** Compares with an existing thread. Each message that does not fit is a problem. */
    Result compare(Import current, ThreadLines lines) {
        Walk walk = new Walk(current, lines);
        long index = 0;
        while (index < lines.messages.size()) {
            index = walk.compareBlock(index);
        }
        return new Result(walk.equal, walk.lastKnown + 1);
    }

    private final class Walk {

        private final Import current;
        private final ThreadLines lines;
        private long equal;
        private long lastKnown = -1;
        private long lastPosition;

        Walk(Import current, ThreadLines lines) {
            this.current = current;
            this.lines = lines;
        }

        /** Returns the index after the block. */
        long compareBlock(long begin) {
            Map<Long, MessageObject> block = new LinkedHashMap<>();
            long bytes = 0;
            long index = begin;
            while (index < lines.messages.size() && block.size() < BLOCK_SIZE && bytes < BLOCK_BYTES) {
                Entry entry = lines.messages.get(index);
                if (!entry.repeated()) {
                    block.put(index, current.message(entry.element()));
                }
                bytes += entry.element().bytes();
                index++;
            }
            current.reserve(0);
            Map<String, SequenceRow<PositionedMessage>> known = block.isEmpty()
                    ? Map.of()
                    : messages
                            .find(
                                    current.project(),
                                    lines.threadId,
                                    block.values().stream()
                                            .map(MessageObject::id)
                                            .toList(),
                                    current.memory())
                            .stream()
                            .collect(Collectors.toMap(SequenceRow::id, Function.identity()));
            block.forEach((i, message) ->
                    complete(known.get(message.id())).ifPresent(stored -> compareKnown(i, message, stored)));
            current.memory().reserve(0);
            return index;
        }

        private Optional<PositionedMessage> complete(@Nullable SequenceRow<PositionedMessage> row) {
            return row == null
                    ? Optional.empty()
                    : messages.complete(current.project(), lines.threadId, row, current.memory());
        }

        private void compareKnown(long index, MessageObject message, PositionedMessage stored) {
            Element element = lines.messages.get(index).element();
            for (long i = lastKnown + 1; i < index; i++) {
                Entry unknown = lines.messages.get(i);
                if (!unknown.repeated()) {
                    lines.addProblem(unknown.element(), ImportErrors.newBeforeKnown(unknown.element()));
                }
            }
            lastKnown = index;
            if (!ImportedMessage.areEqual(stored.message(), message)) {
                lines.addProblem(element, ImportErrors.messageExists(element, message.id()));
            } else if (stored.position() <= lastPosition) {
                lines.addProblem(element, ImportErrors.otherOrder(element, message.id()));
            } else {
                lastPosition = stored.position();
                equal++;
            }
        }
    }
}
