package dev.bobbin.database.h2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.database.failure.DatabaseUnavailableException;
import dev.bobbin.database.h2.WriterHistory.Element;
import dev.bobbin.server.support.SequenceKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Simulates power failures in the middle of writes. The disk then stores some sectors of a write and loses others. */
class PowerFailureTests {

    private static final int ROUNDS = Integer.getInteger("test.power.rounds", 10);
    private static final long SEED = Long.getLong("test.power.seed", System.nanoTime());
    private static final int WRITERS = 16;

    /** Every second writer creates messages, and the others create items. */
    private static final SequenceKind[] KINDS = SequenceKind.values();

    private static final List<String> SCRIPTS = List.of(
            "V1__create_threads.sql",
            "V2__create_messages.sql",
            "V3__create_deleted_messages.sql",
            "V9__create_conversations.sql",
            "V10__create_conversation_items.sql",
            "V11__create_conversation_item_tombstones.sql");

    private static final int MAX_WRITES_BEFORE_FAILURE = 30;
    private static final String FILE = "bobbin.mv.db";

    private final Random random = new Random(SEED);

    /** The steps of each writer that were acknowledged before the last power failure. */
    private final List<WriterHistory> acknowledged = IntStream.range(0, WRITERS)
            .mapToObj(writer -> new WriterHistory(random.nextLong(), KINDS[writer % KINDS.length], "owner_" + writer))
            .toList();

    @TempDir
    private Path folder;

    @Test
    void keepsEveryAcknowledgedTransactionAfterAPowerFailure() throws Exception {
        createOwners();
        Path current = folder;
        ConcurrentWriters writers = new ConcurrentWriters(current, acknowledged);
        for (int round = 1; round <= ROUNDS; round++) {
            Path copy = Files.createDirectory(folder.resolve("copy" + round));
            simulatePowerFailure(writers, current, copy);
            List<WriterHistory> recovered = read(copy, round);
            if (random.nextInt(4) == 0) {
                writers.stop();
                current = copy;
                writers = new ConcurrentWriters(current, recovered);
            } else {
                Files.delete(copy.resolve(FILE));
            }
        }
        writers.stop();
    }

    private void createOwners() throws SQLException {
        try (Connection connection = DriverManager.getConnection(PowerLossFileSystem.url(folder), "sa", "")) {
            for (String script : SCRIPTS) {
                connection.createStatement().execute("runscript from 'classpath:db/migration/" + script + "'");
            }
            for (WriterHistory history : acknowledged) {
                history.createOwner().execute(connection);
            }
        }
    }

    private void simulatePowerFailure(ConcurrentWriters writers, Path current, Path copy) throws Exception {
        long[] acknowledgedSteps = new long[WRITERS];
        CompletableFuture<Void> failure = PowerLossFileSystem.failAfter(
                1 + random.nextInt(MAX_WRITES_BEFORE_FAILURE),
                current.resolve(FILE),
                copy.resolve(FILE),
                LossModel.random(new Random(random.nextLong())),
                () -> IntStream.range(0, WRITERS).forEach(i -> acknowledgedSteps[i] = writers.acknowledgedSteps(i)));
        switch (random.nextInt(4)) {
            case 0 -> writers.compact();
            case 1 -> writers.compactAll();
            case 2 -> writers.backUp();
            default -> {}
        }
        failure.get(120, TimeUnit.SECONDS);
        for (int i = 0; i < WRITERS; i++) {
            while (acknowledged.get(i).steps() < acknowledgedSteps[i]) {
                acknowledged.get(i).nextStep();
            }
        }
    }

    /** Reads all histories from a database. It contains every acknowledged step, and may contain the step after it. */
    private List<WriterHistory> read(Path copy, int round) {
        try (Connection connection = openVerified(copy)) {
            List<WriterHistory> recovered = new ArrayList<>();
            for (WriterHistory history : acknowledged) {
                recovered.add(read(history, connection));
            }
            for (SequenceKind kind : KINDS) {
                assertThat(elements(connection, kind, ""))
                        .hasSize(recovered.stream()
                                .filter(history -> history.kind() == kind)
                                .mapToInt(history -> history.elements().size())
                                .sum());
            }
            return recovered;
        } catch (SQLException | DatabaseUnavailableException | AssertionError e) {
            throw new AssertionError("In round %d of -Dtest.power.seed=%d".formatted(round, SEED), e);
        }
    }

    /** The file that a power failure leaves must not be taken for a damaged one. */
    private static Connection openVerified(Path copy) throws SQLException {
        DataFolder data = new DataFolder(copy);
        data.prepareFile();
        return DriverManager.getConnection(data.url(), "sa", "");
    }

    private static WriterHistory read(WriterHistory acknowledged, Connection connection) throws SQLException {
        WriterHistory history = new WriterHistory(acknowledged);
        SequenceKind kind = history.kind();
        try (ResultSet owner = connection
                .createStatement()
                .executeQuery("select metadata, last_position from " + kind.owners() + " where id = '" + history.owner()
                        + "'")) {
            assertThat(owner.next()).isTrue();
            assertThat(owner.getLong("metadata")).isBetween(history.steps(), history.steps() + 1);
            if (owner.getLong("metadata") > history.steps()) {
                history.nextStep();
            }
            assertThat(owner.getLong("last_position")).isEqualTo(history.lastPosition());
        }
        String ofOwner =
                "where " + kind.ownerColumn() + " = '" + history.owner() + "' order by " + kind.ownerColumn() + ", ";
        assertThat(elements(connection, kind, ofOwner + "position")).isEqualTo(history.elements());
        assertThat(elements(connection, kind, ofOwner + "id")).isEqualTo(history.elementsById());
        return history;
    }

    private static List<Element> elements(Connection connection, SequenceKind kind, String conditions)
            throws SQLException {
        String content = kind == SequenceKind.ITEMS ? "item" : "content";
        try (ResultSet rows = connection
                .createStatement()
                .executeQuery("select id, position, " + content + " from " + kind.table() + " " + conditions)) {
            List<Element> elements = new ArrayList<>();
            while (rows.next()) {
                elements.add(new Element(rows.getString(1), rows.getLong(2), rows.getString(3)));
            }
            return elements;
        }
    }
}
