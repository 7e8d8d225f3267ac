package dev.bobbin.retention;

import static dev.bobbin.server.support.ConcurrentClients.runConcurrently;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.support.ApiClient.Response;
import dev.bobbin.server.support.Server;
import dev.bobbin.server.support.ServerWithTables;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The server keeps inactive threads and conversations for 30 days. */
@ExtendWith(OutputCaptureExtension.class)
interface RetentionContract extends ServerWithTables {

    Retention retention();

    MovedTime time();

    @BeforeEach
    default void beginAfterTheFirstTenMinutes() {
        time().passed = Duration.ofMinutes(11);
        time().clockAhead = Duration.ZERO;
        upgrade(400);
    }

    @Test
    default void deletesAThreadWithoutActivity() {
        String old = threadWith("One");
        String recent = threadWith("One");
        age(old, 31);
        age(recent, 29);

        retention().run();

        assertThat(status(old)).isEqualTo(404);
        assertThat(status(old + "/messages")).isEqualTo(404);
        assertThat(api().allTexts(recent)).containsExactly("One");
        assertThat(count("messages where thread_id = '" + id(old) + "'")).isZero();
    }

    @Test
    default void keepsAnOldThreadWithARecentMessage() {
        String thread = threadWith("One");
        age(thread, 400);
        api().post(thread + "/messages", Server.message("Two"));

        retention().run();

        assertThat(api().allTexts(thread)).containsExactly("One", "Two");
    }

    @Test
    default void keepsAThreadWhoseRecentMessageIsDeleted() {
        String thread = threadWith("One");
        age(thread, 400);
        String message = api().post(thread + "/messages", Server.message("Two")).id();
        api().delete(thread + "/messages/" + message);

        retention().run();

        assertThat(api().allTexts(thread)).containsExactly("One");
    }

    @Test
    default void deletesAnEmptiedThread() {
        String thread = threadWith("One");
        age(thread, 31);
        api().delete(thread + "/messages/"
                + api().get(thread + "/messages").ids().get(0));

        retention().run();

        assertThat(status(thread)).isEqualTo(404);
        assertThat(count("thread_activity where thread_id = '" + id(thread) + "'"))
                .isZero();
    }

    @Test
    default void countsFromTheUpgrade() {
        String thread = threadWith("One");
        age(thread, 400);
        upgrade(29);

        retention().run();

        assertThat(status(thread)).isEqualTo(200);
    }

    @Test
    default void countsFromAnImport() {
        String imported = threadWith("One");
        age(imported, 400);
        activity(imported, 29);

        retention().run();

        assertThat(status(imported)).isEqualTo(200);
    }

    @Test
    default void deletesAnImportedThreadThatIsDatedInTheFuture() {
        String old = threadWith("One");
        String recent = threadWith("One");
        age(old, -400);
        age(recent, -400);
        activity(old, 31);
        activity(recent, 29);

        retention().run();

        assertThat(status(old)).isEqualTo(404);
        assertThat(status(recent)).isEqualTo(200);
    }

    @Test
    default void deletesAnImportedConversationThatIsDatedInTheFuture() {
        String old = conversationWith("One");
        String recent = conversationWith("One");
        for (String conversation : List.of(old, recent)) {
            jdbc().update("update conversations set created_at = ? where id = ?", daysAgo(-400), id(conversation));
        }
        jdbc().update("update conversations set last_activity = ? where id = ?", daysAgo(31), id(old));

        retention().run();

        assertThat(status(old)).isEqualTo(404);
        assertThat(status(recent)).isEqualTo(200);
    }

    @Test
    default void deletesAConversationWithoutActivity() {
        String old = conversationWith("One");
        String active = conversationWith("One");
        ageConversation(old, 31);
        ageConversation(active, 31);
        api().post(active + "/items", Server.items("Two"));

        retention().run();

        assertThat(status(old)).isEqualTo(404);
        assertThat(status(active)).isEqualTo(200);
    }

    @Test
    default void keepsAConversationWhoseRecentItemIsDeleted() {
        String conversation = conversationWith("One");
        ageConversation(conversation, 31);
        String item =
                api().post(conversation + "/items", Server.items("Two")).ids().get(0);
        api().delete(conversation + "/items/" + item);

        retention().run();

        assertThat(status(conversation)).isEqualTo(200);
    }

    @Test
    default void deletesManyThreadsAndALargeOne() {
        jdbc().update("insert into threads values ('thread_large', 'default', 1, 1500, '{}', '{}')");
        batch(
                "insert into messages values ('thread_large', ?, ?, 'user', 1, '[]', '[]', '{}')",
                IntStream.rangeClosed(1, 1500).mapToObj(i -> new Object[] {"msg_" + i, i}));
        batch(
                "insert into threads values (?, 'default', 1, 0, '{}', '{}')",
                IntStream.rangeClosed(1, 250).mapToObj(i -> new Object[] {"thread_many_" + i}));

        retention().run();

        assertThat(status("/v1/threads/thread_large")).isEqualTo(404);
        assertThat(count("threads where project = 'default' and created_at = 1"))
                .isZero();
    }

    @Test
    default void keepsOtherProjectsThreads() {
        jdbc().update("insert into threads values ('thread_other', 'other', 1, 0, '{}', '{}')");

        retention().run();

        assertThat(count("threads where id = 'thread_other'")).isEqualTo(1);
        jdbc().update("delete from threads where id = 'thread_other'");
    }

    @Test
    default void keepsThePlaceInTheList() {
        String old = threadWith("One");
        age(old, 31);
        retention().run();

        assertThat(status("/v1/threads?after=" + id(old))).isEqualTo(200);
    }

    @Test
    default void replaysNoDeletedThread() {
        String thread = "/v1/threads/" + createOnce("retention").id();
        age(thread, 31);
        retention().run();

        assertThat(createOnce("retention").status()).isEqualTo(404);
    }

    @Test
    default void deletesNothingInTheFirstTenMinutes() {
        String thread = threadWith("One");
        age(thread, 31);
        time().passed = Duration.ofMinutes(9);

        retention().run();

        assertThat(status(thread)).isEqualTo(200);
    }

    @Test
    default void deletesNothingWhenTheClockJumps(CapturedOutput output) {
        String thread = threadWith("One");
        time().clockAhead = Duration.ofDays(365);

        retention().run();
        retention().run();

        assertThat(status(thread)).isEqualTo(200);
        assertThat(errors(output)).singleElement().asString().contains("Retention is off");
    }

    @Test
    default void deletesNothingWhenTheClockOfTheDatabaseDiffers(CapturedOutput output) {
        String thread = threadWith("One");
        time().clockAhead = Duration.ofDays(365);
        time().passed = Duration.ofDays(365);

        retention().run();

        assertThat(status(thread)).isEqualTo(200);
        assertThat(errors(output)).singleElement().asString().contains("Retention is off");
    }

    @Test
    default void skipsAThreadThatIsLocked() throws Exception {
        String locked = threadWith("One");
        String free = threadWith("One");
        age(locked, 31);
        age(free, 31);
        try (Connection writer = connect()) {
            writer.setAutoCommit(false);
            writer.createStatement().executeQuery("select id from threads where id = '" + id(locked) + "' for update");

            retention().run();
            writer.rollback();
        }

        assertThat(status(free)).isEqualTo(404);
        assertThat(status(locked)).isEqualTo(200);
    }

    @Test
    default void deletesNothingWhileAnotherServerDeletes() throws Exception {
        String thread = threadWith("One");
        age(thread, 31);
        try (Connection other = connect()) {
            other.setAutoCommit(false);
            other.createStatement().executeQuery("select at from retention_start for update");

            retention().run();
            other.rollback();
        }
        assertThat(status(thread)).isEqualTo(200);

        retention().run();

        assertThat(status(thread)).isEqualTo(404);
    }

    /** A message is either created before the deletion, so the thread lives, or reported as not found. */
    @Test
    default void losesNoMessageOfAThreadThatBecomesActive() throws Exception {
        List<String> threads = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            threads.add(threadWith("One"));
        }
        threads.forEach(thread -> age(thread, 31));
        List<String> shuffled = new ArrayList<>(threads);
        Collections.shuffle(shuffled);

        List<List<String>> revived = runConcurrently(4, client -> {
            List<String> created = new ArrayList<>();
            if (client == 0) {
                retention().run();
            } else {
                for (int i = client; i < shuffled.size(); i += 3) {
                    String thread = shuffled.get(i - 1);
                    Response response = api().post(thread + "/messages", Server.message("Two"));
                    assertThat(response.status()).isIn(200, 404);
                    if (response.status() == 200) {
                        created.add(thread);
                    }
                }
            }
            return created;
        });

        List<String> living = revived.stream().flatMap(List::stream).toList();
        for (String thread : living) {
            assertThat(api().allTexts(thread)).containsExactly("One", "Two");
        }
        retention().run();
        assertThat(threads.stream().filter(thread -> status(thread) == 200))
                .containsExactlyInAnyOrderElementsOf(living);
    }

    @Test
    default void logsEachRound(CapturedOutput output) {
        retention().run();
        String thread = threadWith("One");
        age(thread, 31);
        retention().run();

        assertThat(output.getAll().lines().filter(line -> line.contains(": Retention ")))
                .hasSize(2)
                .last()
                .asString()
                .contains("Retention has deleted: 0 conversations and 1 thread of project default.");
    }

    private static List<String> errors(CapturedOutput output) {
        return output.getAll().lines().filter(line -> line.contains(" ERROR ")).toList();
    }

    private Response createOnce(String key) {
        return api().send(
                        "POST",
                        "/v1/threads",
                        BodyPublishers.ofString("{}"),
                        "Content-Type",
                        "application/json",
                        "Idempotency-Key",
                        key);
    }

    private int status(String path) {
        return api().get(path).status();
    }

    private void age(String thread, int days) {
        jdbc().update("update threads set created_at = ? where id = ?", daysAgo(days), id(thread));
        jdbc().update("update messages set created_at = ? where thread_id = ?", daysAgo(days), id(thread));
    }

    private void ageConversation(String conversation, int days) {
        jdbc().update(
                        "update conversations set created_at = ?, last_activity = ? where id = ?",
                        daysAgo(days),
                        daysAgo(days),
                        id(conversation));
    }

    private void activity(String thread, int days) {
        jdbc().update(
                        "insert into thread_activity select thread_id, max(position), ? from messages"
                                + " where thread_id = ? group by thread_id",
                        daysAgo(days),
                        id(thread));
    }

    private void upgrade(int daysAgo) {
        jdbc().update("update retention_start set at = ?", daysAgo(daysAgo));
    }

    private void batch(String sql, Stream<Object[]> rows) {
        jdbc().batchUpdate(sql, rows.toList());
    }

    private static long daysAgo(int days) {
        return Instant.now().minus(Duration.ofDays(days)).getEpochSecond();
    }

    private static String id(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
