package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.BobbinApplication;
import dev.bobbin.server.support.QueryPlans;
import dev.bobbin.server.support.QueryPlans.Scan;
import dev.bobbin.server.support.Server;
import dev.bobbin.server.support.ServerTest;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** With 100,000 rows in each large table, PostgreSQL reads by index and reads only the rows it needs. */
@DirtiesContext
@ServerTest(classes = BobbinApplication.class, properties = "spring.datasource.hikari.maximum-pool-size=2")
class QueryPlanTests implements Server {

    private static final String LARGE = "/v1/threads/thread_large";
    private static final String MESSAGES = LARGE + "/messages";

    /**
     * Half of the messages are in one thread, at even positions, between tombstones. Each other thread has 50 messages.
     * The plans of these inserts are not logged, because that would take most of the test's time.
     */
    private static final List<String> ROWS = List.of(
            "set auto_explain.log_min_duration = -1",
            """
            insert into threads select 'thread_' || i, 'default', 1, 100, '{}', '{}' from generate_series(1, 1000) i""",
            "insert into threads values ('thread_large', 'default', 1, 100000, '{}', '{}')",
            """
            insert into messages
            select 'thread_large', 'msg_' || i, i, 'user', 1,
                '[{"type": "text", "text": {"value": "Hi", "annotations": []}}]', '[]', '{}'
            from generate_series(2, 100000, 2) i""",
            """
            insert into messages
            select 'thread_' || t, 'msg_' || i, i, 'user', 1,
                '[{"type": "text", "text": {"value": "Hi", "annotations": []}}]', '[]', '{}'
            from generate_series(1, 1000) t, generate_series(1, 50) i""",
            "insert into threads values ('thread_imported', 'default', 1, 5000, '{}', '{}')",
            """
            insert into messages
            select 'thread_imported', 'msg_' || i, i, '', 1,
                '[{"type": "text", "text": {"value": "Hi", "annotations": []}}]', '[]', '{}'
            from generate_series(1, 5000) i""",
            """
            insert into message_details
            select 'thread_imported', i, 'run_' || i % 50,
                '{"role":"assistant","run_id":"run_' || i % 50 || '","status":"completed","completed_at":1}'
            from generate_series(1, 5000) i""",
            """
            insert into deleted_messages
            select 'thread_large', 'msg_' || i, i from generate_series(1, 100000, 2) i""",
            """
            insert into deleted_messages
            select 'thread_' || t, 'msg_' || i, i from generate_series(1, 1000) t, generate_series(51, 100) i""",
            """
            insert into kept_answers
            select '/threads/thread_large/messages', 'default', 'key-' || i, '', 'thread_large', 'msg_' || i, '{}',
                9999999999 from generate_series(1, 100000) i""",
            """
            insert into conversations
            select 'conv_' || lpad(i::text, 48, '0'), 'default', i / 50000, 100000, '{}', 1
            from generate_series(100000, 199999) i""",
            """
            insert into conversation_items
            select 'conv_' || lpad('100000', 48, '0'), 'msg_' || i, i, 'message',
                '{"id":"msg_' || i || '","type":"message","status":"completed","content":[],"role":"user"}'
            from generate_series(1, 100000) i""",
            """
            insert into conversation_tombstones
            select 'conv_' || lpad(i::text, 48, '0'), 'default', i / 50000, 9999999999
            from generate_series(200000, 299999) i""",
            """
            insert into conversation_item_tombstones
            select 'conv_' || lpad('100001', 48, '0'), 'msg_' || i, i from generate_series(1, 100000) i""",
            "insert into thread_activity select 'active_thread_' || i, 1, 1 from generate_series(1, 100000) i",
            """
            insert into thread_metadata
            select gen_random_uuid(), 1, 'thread_of_pair_' || i from generate_series(1, 100000) i""",
            """
            insert into threads
            select 'thread_tagged_' || lpad(i::text, 5, '0'), 'default', 2 + i / 1000, 0, '{}', '{}'
            from generate_series(0, 19999) i""",
            """
            insert into thread_metadata
            select encode(substring(sha256('default\\000user\\000a'::bytea) for 16), 'hex')::uuid, 2 + i / 1000,
                'thread_tagged_' || lpad(i::text, 5, '0')
            from generate_series(0, 19999) i""",
            """
            insert into thread_tombstones
            select 'deleted_thread_' || i, 'default', 1, 1 from generate_series(1, 100000) i""",
            "vacuum analyze",
            "reset auto_explain.log_min_duration");

    @TempDir
    static Path folder;

    private static QueryPlans plans;
    private static EmbeddedPostgres postgres;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) throws IOException {
        plans = new QueryPlans(folder.resolve("postgres.log"));
        postgres = plans.startPostgres();
        registry.add("spring.datasource.url", () -> postgres.getJdbcUrl("postgres", "postgres"));
    }

    @BeforeAll
    static void insertRows(@Autowired DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(true);
            for (String sql : ROWS) {
                statement.execute(sql);
            }
        }
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @Test
    void retrievesAThreadByIndex() {
        assertReads(1, run -> api().get(LARGE));
    }

    @Test
    void retrievesAMessageByIndex() {
        assertReads(2, run -> api().get(MESSAGES + "/msg_50000"));
        assertReads(2, run -> api().get(MESSAGES + "/msg_none"));
    }

    @Test
    void listsAnyPageByIndex() {
        assertReads(22, run -> api().get(MESSAGES));
        assertReads(22, run -> api().get(MESSAGES + "?order=asc"));
        assertReads(102, run -> api().get(MESSAGES + "?limit=100"));
        assertReads(24, run -> api().get(MESSAGES + "?after=msg_50000"));
        assertReads(26, run -> api().get(MESSAGES + "?after=msg_50001"));
        assertReads(24, run -> api().get(MESSAGES + "?before=msg_50000"));
        // With two cursors, PostgreSQL looks up the thread for each, and counts a row of the index and of the table.
        assertReads(28, run -> api().get(MESSAGES + "?order=asc&after=msg_40000&before=msg_50000"));
        assertReads(9, run -> api().get(MESSAGES + "?after=msg_50000&before=msg_49994"));
    }

    @Test
    void listsImportedMessagesByIndex() {
        String messages = "/v1/threads/thread_imported/messages";
        int details = 1 + 20 + 20;
        assertReads(22 + details, run -> api().get(messages));
        assertReads(1 + 21 + 21 + details, run -> api().get(messages + "?run_id=run_7"));
        assertReads(1 + 21 + 21 + details, run -> api().get(messages + "?order=asc&run_id=run_7"));
        assertReads(1 + 2 + 1 + 1 + 1 + 1 + 1, run -> api().get(messages + "?run_id=run_7&after=msg_57"));
    }

    @Test
    void listsAnEmptyThreadByIndex() {
        String empty = threadWith();

        assertReads(2, run -> api().get(empty + "/messages"));
    }

    @Test
    void writesAMessageByIndex() {
        assertReads(2, run -> api().post(MESSAGES, Server.message("Hello")));
        assertReads(4, run -> api().post(MESSAGES + "/msg_50000", "{\"metadata\": {\"run\": \"" + run + "\"}}"));
        assertReads(5, run -> api().delete(MESSAGES + "/msg_" + (60000 + 2 * run)));
    }

    @Test
    void createsAMessageOnceForAKeyByIndex() {
        assertReads(2, run -> createMessage("new-" + run));
        assertReads(2, run -> createMessage("new-1"));
    }

    @Test
    void writesAThreadByIndex() {
        assertReads(0, run -> api().post("/v1/threads", "{}"));
        assertReads(2, run -> api().post(LARGE, "{\"metadata\": {\"run\": \"" + run + "\"}}"));
        assertReads(
                2,
                run -> api().post(
                                "/v1/threads/thread_tagged_%05d".formatted(run), "{\"metadata\": {\"user\": \"b\"}}"));
        assertReads(3 + 50 + 50 + 50, run -> api().delete("/v1/threads/thread_" + run));
    }

    @Test
    void listsConversationsOfOneSecondByIndex() {
        String list = "/v1/conversations?limit=20";
        assertReads(42, run -> api().get(list));
        assertReads(42, run -> api().get(list + "&order=asc"));
        assertReads(43, run -> api().get(list + "&after=" + conversation(120000)));
        assertReads(43, run -> api().get(list + "&before=" + conversation(120000)));
    }

    @Test
    void listsThreadsByIndex() {
        String user = "/v1/threads?metadata[user]=a";
        String after = "&after=thread_tagged_10000";
        assertReads(21 + 21, run -> api().get("/v1/threads"));
        assertReads(1 + 21 + 21, run -> api().get("/v1/threads?order=asc" + after));
        assertReads(21 + 21 + 21, run -> api().get(user));
        assertReads(21 + 21 + 21, run -> api().get(user + "&order=asc"));
        assertReads(1 + 21 + 21 + 21, run -> api().get(user + after));
    }

    @Test
    void exportsByIndex() {
        assertReads(5 + 50, run -> api().get("/v1/threads/thread_999/export"));
        assertReads(4, run -> api().get("/v1/conversations/" + conversation(100500) + "/export"));
    }

    @Test
    void importsByIndex() {
        String message = "{\"object\":\"thread.message\",\"thread_id\":\"thread_large\",\"created_at\":1,"
                + "\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":{\"value\":\"Hi\",\"annotations\":[]}}],\"id\":\"msg_new_";
        String item = "{\"conversation_id\":\"" + conversation(100000) + "\",\"item\":{\"type\":\"message\","
                + "\"role\":\"user\",\"content\":\"Hi\",\"id\":\"msg_new_";

        assertReads(7, run -> api().importConversations(item + run + "\"}}"));
        assertReads(8, run -> api().importLines(message + run + "\"}"));
        assertReads(4, run -> api().importLines(message + "1\"}"));
    }

    @Test
    void listsItemsByIndex() {
        String items = "/v1/conversations/" + conversation(100000) + "/items";
        assertReads(22, run -> api().get(items));
        assertReads(24, run -> api().get(items + "?after=msg_50000"));
        assertReads(2, run -> api().get(items + "/msg_50000"));
    }

    private static String conversation(int number) {
        return "conv_" + "0".repeat(42) + number;
    }

    private void createMessage(String key) {
        api().send("POST", MESSAGES, BodyPublishers.ofString(Server.message("Hello")), "Idempotency-Key", key);
    }

    private static void assertReads(int rows, Consumer<Integer> call) {
        List<Scan> scans = plans.scansOf(call);

        assertThat(scans).allMatch(Scan::usesIndex);
        assertThat(scans.stream().mapToLong(Scan::rows).sum())
                .as(scans.toString())
                .isEqualTo(rows);
    }
}
