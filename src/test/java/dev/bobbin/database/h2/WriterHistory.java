package dev.bobbin.database.h2;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

/**
 * The transactions of one writer, which writes to its own thread. Each step is one transaction. The same seed always
 * yields the same steps.
 */
final class WriterHistory {

    private static final int TYPICAL_MESSAGES = 20;

    private final long seed;
    private final String thread;
    private final NavigableMap<Long, Message> messages = new TreeMap<>();
    private long steps;
    private long lastPosition;

    WriterHistory(long seed, String thread) {
        this.seed = seed;
        this.thread = thread;
    }

    /** Copies a history with its current state. */
    WriterHistory(WriterHistory other) {
        this(other.seed, other.thread);
        messages.putAll(other.messages);
        steps = other.steps;
        lastPosition = other.lastPosition;
    }

    record Message(String id, long position, String content) {

        /** Abbreviates the content: a failed assertion prints many messages, and some are long. */
        @Override
        public String toString() {
            return "%d: %.10s... (%d)".formatted(position, content, content.length());
        }
    }

    /** A statement that changes one row. */
    record Change(String sql, Object... values) {

        void execute(Connection connection) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < values.length; i++) {
                    statement.setObject(i + 1, values[i]);
                }
                if (statement.executeUpdate() != 1) {
                    throw new IllegalStateException("The statement did not change exactly one row: " + sql);
                }
            }
        }
    }

    String thread() {
        return thread;
    }

    long steps() {
        return steps;
    }

    long lastPosition() {
        return lastPosition;
    }

    List<Message> messages() {
        return List.copyOf(messages.values());
    }

    List<Message> messagesById() {
        return messages.values().stream()
                .sorted(Comparator.comparing(Message::id))
                .toList();
    }

    Change createThread() {
        return new Change("insert into threads values (?, 'default', 0, 0, '0', '')", thread);
    }

    /**
     * Advances the history by one step and returns its statements. The more messages the thread has, the more likely is
     * a modification or deletion.
     */
    List<Change> nextStep() {
        Random random = new Random(seed + steps);
        steps++;
        int choice = random.nextInt(messages.size() + TYPICAL_MESSAGES);
        Change change = choice >= messages.size() ? append(random) : choice % 3 == 0 ? modify(random) : delete(random);
        return List.of(
                new Change(
                        "update threads set last_position = ?, metadata = ? where id = ?",
                        lastPosition,
                        String.valueOf(steps),
                        thread),
                change);
    }

    private Change append(Random random) {
        Message message = new Message("msg_" + random.nextLong(), ++lastPosition, content(random));
        messages.put(message.position(), message);
        return new Change(
                "insert into messages values (?, ?, ?, 'user', 0, ?, '[]', '{}')",
                thread,
                message.id(),
                message.position(),
                message.content());
    }

    private Change modify(Random random) {
        Message old = pickMessage(random);
        messages.put(old.position(), new Message(old.id(), old.position(), content(random)));
        return new Change(
                "update messages set content = ? where thread_id = ? and id = ?",
                messages.get(old.position()).content(),
                thread,
                old.id());
    }

    private Change delete(Random random) {
        Message old = pickMessage(random);
        messages.remove(old.position());
        return new Change("delete from messages where thread_id = ? and id = ?", thread, old.id());
    }

    private Message pickMessage(Random random) {
        return messages().get(random.nextInt(messages.size()));
    }

    /** Returns a random text. One in twenty has about 100 KB; the others have at most 20 KB. */
    private static String content(Random random) {
        int length = random.nextInt(20) == 0 ? 100_000 : random.nextInt(random.nextInt(4) == 0 ? 20_000 : 2_000);
        String word = Long.toHexString(random.nextLong());
        return word.repeat(length / word.length() + 1);
    }
}
