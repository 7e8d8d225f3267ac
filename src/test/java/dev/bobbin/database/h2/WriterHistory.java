package dev.bobbin.database.h2;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

/** What a writer does to its thread, a transaction a step: always the same for the same seed. */
final class WriterHistory {

    private static final int USUAL_MESSAGES = 20;

    private final long seed;
    private final String thread;
    private final NavigableMap<Long, Message> messages = new TreeMap<>();
    private long steps;
    private long lastPosition;

    WriterHistory(long seed, String thread) {
        this.seed = seed;
        this.thread = thread;
    }

    /** The same story, told as far. */
    WriterHistory(WriterHistory other) {
        this(other.seed, other.thread);
        messages.putAll(other.messages);
        steps = other.steps;
        lastPosition = other.lastPosition;
    }

    record Message(String id, long position, String content) {

        /** Short, as there are many of them, and long ones. */
        @Override
        public String toString() {
            return "%d: %.10s... (%d)".formatted(position, content, content.length());
        }
    }

    /** A statement that changes one row. */
    record Change(String sql, Object... values) {

        void make(Connection connection) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < values.length; i++) {
                    statement.setObject(i + 1, values[i]);
                }
                if (statement.executeUpdate() != 1) {
                    throw new IllegalStateException("There is no row to change: " + sql);
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

    Change begin() {
        return new Change("insert into threads values (?, 'default', 0, 0, '0', '')", thread);
    }

    /** Goes on by a transaction. The more messages there are, the more of them are modified or deleted. */
    List<Change> next() {
        Random chance = new Random(seed + steps);
        steps++;
        int choice = chance.nextInt(messages.size() + USUAL_MESSAGES);
        Change change = choice >= messages.size() ? append(chance) : choice % 3 == 0 ? modify(chance) : delete(chance);
        return List.of(
                new Change(
                        "update threads set last_position = ?, metadata = ? where id = ?",
                        lastPosition,
                        String.valueOf(steps),
                        thread),
                change);
    }

    private Change append(Random chance) {
        Message message = new Message("msg_" + chance.nextLong(), ++lastPosition, content(chance));
        messages.put(message.position(), message);
        return new Change(
                "insert into messages values (?, ?, ?, 'user', 0, ?, '[]', '{}')",
                thread,
                message.id(),
                message.position(),
                message.content());
    }

    private Change modify(Random chance) {
        Message old = any(chance);
        messages.put(old.position(), new Message(old.id(), old.position(), content(chance)));
        return new Change(
                "update messages set content = ? where thread_id = ? and id = ?",
                messages.get(old.position()).content(),
                thread,
                old.id());
    }

    private Change delete(Random chance) {
        Message old = any(chance);
        messages.remove(old.position());
        return new Change("delete from messages where thread_id = ? and id = ?", thread, old.id());
    }

    private Message any(Random chance) {
        return messages().get(chance.nextInt(messages.size()));
    }

    /** Most are short, and one in twenty has 100 KB. */
    private static String content(Random chance) {
        int length = chance.nextInt(20) == 0 ? 100_000 : chance.nextInt(chance.nextInt(4) == 0 ? 20_000 : 2_000);
        String word = Long.toHexString(chance.nextLong());
        return word.repeat(length / word.length() + 1);
    }
}
