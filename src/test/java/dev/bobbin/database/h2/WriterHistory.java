package dev.bobbin.database.h2;

import dev.bobbin.server.support.SequenceKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The transactions of one writer, which writes to its own thread or conversation. Each step is one transaction. The
 * same seed always yields the same steps.
 */
final class WriterHistory {

    private static final int TYPICAL_ELEMENTS = 20;

    /** The most items that one transaction creates. */
    private static final int MAX_ITEMS = 5;

    private final long seed;
    private final SequenceKind kind;
    private final String owner;
    private final NavigableMap<Long, Element> elements = new TreeMap<>();
    private long steps;
    private long lastPosition;

    WriterHistory(long seed, SequenceKind kind, String owner) {
        this.seed = seed;
        this.kind = kind;
        this.owner = owner;
    }

    /** Copies a history with its current state. */
    WriterHistory(WriterHistory other) {
        this(other.seed, other.kind, other.owner);
        elements.putAll(other.elements);
        steps = other.steps;
        lastPosition = other.lastPosition;
    }

    /** A message or an item. */
    record Element(String id, long position, String content) {

        /** Abbreviates the content: a failed assertion prints many elements, and some are long. */
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

    SequenceKind kind() {
        return kind;
    }

    /** The id of the thread or conversation. */
    String owner() {
        return owner;
    }

    long steps() {
        return steps;
    }

    long lastPosition() {
        return lastPosition;
    }

    List<Element> elements() {
        return List.copyOf(elements.values());
    }

    List<Element> elementsById() {
        return elements.values().stream()
                .sorted(Comparator.comparing(Element::id))
                .toList();
    }

    Change createOwner() {
        return new Change("insert into " + kind.owners() + " values (?, 'default', 0, 0, '0', '0')", owner);
    }

    /**
     * Advances the history by one step and returns its statements. The more elements the owner has, the more likely is
     * a modification or deletion.
     */
    List<Change> nextStep() {
        Random random = new Random(seed + steps);
        steps++;
        int choice = random.nextInt(elements.size() + TYPICAL_ELEMENTS);
        List<Change> changes = new ArrayList<>(
                choice >= elements.size()
                        ? append(random)
                        : choice % 3 == 0 && kind == SequenceKind.MESSAGES ? modify(random) : delete(random));
        changes.add(
                0,
                new Change(
                        "update " + kind.owners() + " set last_position = ?, metadata = ? where id = ?",
                        lastPosition,
                        String.valueOf(steps),
                        owner));
        return changes;
    }

    private List<Change> append(Random random) {
        int count = kind == SequenceKind.ITEMS ? 1 + random.nextInt(MAX_ITEMS) : 1;
        return Stream.generate(() -> insert(random)).limit(count).toList();
    }

    private Change insert(Random random) {
        Element element = new Element("msg_" + random.nextLong(), ++lastPosition, content(random));
        elements.put(element.position(), element);
        return new Change(kind.insertion(), owner, element.id(), element.position(), element.content());
    }

    private List<Change> modify(Random random) {
        Element old = pickElement(random);
        elements.put(old.position(), new Element(old.id(), old.position(), content(random)));
        return List.of(new Change(
                "update messages set content = ? where thread_id = ? and id = ?",
                elements.get(old.position()).content(),
                owner,
                old.id()));
    }

    private List<Change> delete(Random random) {
        Element old = pickElement(random);
        elements.remove(old.position());
        return List.of(
                new Change("insert into " + kind.tombstones() + " values (?, ?, ?)", owner, old.id(), old.position()),
                new Change(
                        "delete from " + kind.table() + " where " + kind.ownerColumn() + " = ? and id = ?",
                        owner,
                        old.id()));
    }

    private Element pickElement(Random random) {
        return elements().get(random.nextInt(elements.size()));
    }

    /** Returns a random text. One in twenty has about 100 KB; the others have at most 20 KB. */
    private static String content(Random random) {
        int length = random.nextInt(20) == 0 ? 100_000 : random.nextInt(random.nextInt(4) == 0 ? 20_000 : 2_000);
        String word = Long.toHexString(random.nextLong());
        return word.repeat(length / word.length() + 1);
    }
}
