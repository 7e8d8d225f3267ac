package dev.bobbin.database.h2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.database.h2.WriterHistory.Message;
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

/** The power fails in the midst of writes, of which the disk then has some sectors and not the others. */
class PowerFailureTests {

    private static final int ROUNDS = Integer.getInteger("bobbin.power.rounds", 20);
    private static final long SEED = Long.getLong("bobbin.power.seed", System.nanoTime());
    private static final int WRITERS = 16;
    private static final int MOST_CHANGES = 30;
    private static final String FILE = "bobbin.mv.db";

    private final Random chance = new Random(SEED);

    /** As far as they were acknowledged before the last power failure. */
    private final List<WriterHistory> promised = IntStream.range(0, WRITERS)
            .mapToObj(writer -> new WriterHistory(chance.nextLong(), "thread_" + writer))
            .toList();

    @TempDir
    private Path folder;

    @Test
    void losesNothingThatWasAcknowledged() throws Exception {
        createThreads();
        Path running = folder;
        ConcurrentWriters crowd = new ConcurrentWriters(running, promised);
        for (int round = 1; round <= ROUNDS; round++) {
            Path kept = Files.createDirectory(folder.resolve("kept" + round));
            failPower(crowd, running, kept);
            List<WriterHistory> found = read(kept, round);
            if (chance.nextInt(10) == 0) {
                crowd.stop();
                running = kept;
                crowd = new ConcurrentWriters(running, found);
            } else {
                Files.delete(kept.resolve(FILE));
            }
        }
        crowd.stop();
    }

    private void createThreads() throws SQLException {
        try (Connection connection = DriverManager.getConnection(PowerLossFileSystem.url(folder), "sa", "")) {
            for (String script : List.of("V1__create_threads.sql", "V2__create_messages.sql")) {
                connection.createStatement().execute("runscript from 'classpath:db/migration/" + script + "'");
            }
            for (WriterHistory story : promised) {
                story.begin().make(connection);
            }
        }
    }

    private void failPower(ConcurrentWriters crowd, Path running, Path kept) throws Exception {
        long[] acknowledged = new long[WRITERS];
        CompletableFuture<Void> failure = PowerLossFileSystem.failAfter(
                1 + chance.nextInt(MOST_CHANGES),
                running.resolve(FILE),
                kept.resolve(FILE),
                LossModel.by(new Random(chance.nextLong())),
                () -> IntStream.range(0, WRITERS).forEach(i -> acknowledged[i] = crowd.acknowledged(i)));
        switch (chance.nextInt(4)) {
            case 0 -> crowd.compact();
            case 1 -> crowd.compactAll();
            default -> {}
        }
        failure.get(120, TimeUnit.SECONDS);
        for (int i = 0; i < WRITERS; i++) {
            while (promised.get(i).steps() < acknowledged[i]) {
                promised.get(i).next();
            }
        }
    }

    /** The stories as a file has them: all that was promised, and perhaps the step that a writer was at. */
    private List<WriterHistory> read(Path kept, int round) {
        try (Connection connection = DriverManager.getConnection(new DataFolder(kept).url(), "sa", "")) {
            List<WriterHistory> found = new ArrayList<>();
            for (WriterHistory story : promised) {
                found.add(read(story, connection));
            }
            assertThat(messages(connection, ""))
                    .hasSize(found.stream()
                            .mapToInt(story -> story.messages().size())
                            .sum());
            return found;
        } catch (SQLException | AssertionError e) {
            throw new AssertionError("In round %d of -Dbobbin.power.seed=%d".formatted(round, SEED), e);
        }
    }

    private static WriterHistory read(WriterHistory promised, Connection connection) throws SQLException {
        WriterHistory story = new WriterHistory(promised);
        try (ResultSet thread = connection
                .createStatement()
                .executeQuery("select metadata, last_position from threads where id = '" + story.thread() + "'")) {
            assertThat(thread.next()).isTrue();
            assertThat(thread.getLong("metadata")).isBetween(story.steps(), story.steps() + 1);
            if (thread.getLong("metadata") > story.steps()) {
                story.next();
            }
            assertThat(thread.getLong("last_position")).isEqualTo(story.lastPosition());
        }
        String own = "where thread_id = '" + story.thread() + "' order by thread_id, ";
        assertThat(messages(connection, own + "position")).isEqualTo(story.messages());
        assertThat(messages(connection, own + "id")).isEqualTo(story.messagesById());
        return story;
    }

    private static List<Message> messages(Connection connection, String which) throws SQLException {
        try (ResultSet rows = connection.createStatement().executeQuery("select * from messages " + which)) {
            List<Message> messages = new ArrayList<>();
            while (rows.next()) {
                messages.add(new Message(rows.getString("id"), rows.getLong("position"), rows.getString("content")));
            }
            return messages;
        }
    }
}
