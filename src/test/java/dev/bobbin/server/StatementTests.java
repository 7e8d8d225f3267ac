package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.BobbinApplication;
import dev.bobbin.server.support.Server;
import dev.bobbin.server.support.ServerTest;
import dev.bobbin.server.support.StatementRecorder;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The number of SQL statements per endpoint. H2 reads a page in the order of the index. */
@ServerTest(classes = {BobbinApplication.class, StatementRecorder.class})
class StatementTests implements Server {

    @Autowired
    private DataSource database;

    private String thread;
    private List<String> ids;

    @BeforeEach
    void createMessages() {
        thread = threadWith("One", "Two", "Three");
        ids = api().get(thread + "/messages").ids();
    }

    @Test
    void readsWithOneToThreeStatements() {
        assertThat(StatementRecorder.statementsOf(() -> api().get(thread))).hasSize(1);
        assertThat(StatementRecorder.statementsOf(() -> api().get(thread + "/messages/" + ids.get(0))))
                .hasSize(1);
        assertThat(StatementRecorder.statementsOf(() -> api().get(thread + "/messages/msg_none")))
                .hasSize(2);
        assertThat(StatementRecorder.statementsOf(() -> api().get(thread + "/messages")))
                .hasSize(1);
        assertThat(StatementRecorder.statementsOf(
                        () -> api().get(thread + "/messages?after=" + ids.get(0) + "&before=" + ids.get(2))))
                .hasSize(2);
        assertThat(StatementRecorder.statementsOf(() -> api().get(thread + "/messages?after=" + ids.get(2))))
                .hasSize(3);
    }

    @Test
    void writesWithAtMostTwelveStatements() {
        String message = thread + "/messages/" + ids.get(0);

        assertThat(StatementRecorder.statementsOf(() -> api().post(thread + "/messages", Server.message("Four"))))
                .hasSize(3)
                .noneMatch(statement -> statement.startsWith("update threads"));
        assertThat(StatementRecorder.statementsOf(() -> api().post(message, "{\"metadata\": {\"a\": \"1\"}}")))
                .hasSize(4);
        assertThat(StatementRecorder.statementsOf(() -> api().delete(message))).hasSize(7);
        assertThat(StatementRecorder.statementsOf(() -> api().post("/v1/threads", "{}")))
                .hasSize(2);
        assertThat(StatementRecorder.statementsOf(() -> api().post(thread, "{\"metadata\": {\"a\": \"1\"}}")))
                .hasSize(5);
        assertThat(StatementRecorder.statementsOf(() -> api().delete(thread))).hasSize(12);
    }

    /** The index by date would make H2 read all threads or conversations of the project. */
    @Test
    void findsAnOwnerByItsId() throws Exception {
        String conversation =
                "/v1/conversations/" + api().post("/v1/conversations", "{}").id();
        for (int i = 0; i < 60; i++) {
            api().post("/v1/threads", "{}");
            api().post("/v1/conversations", "{}");
        }

        for (String path : List.of(
                thread, thread + "/messages", thread + "/messages/none", conversation, conversation + "/items")) {
            for (String read : StatementRecorder.statementsOf(() -> api().get(path))) {
                assertThat(plan(read)).doesNotContain("_BY_DATE");
            }
        }
        for (String owner : List.of(thread, conversation)) {
            List<String> writes =
                    StatementRecorder.statementsOf(() -> api().post(owner, "{\"metadata\": {\"a\": \"1\"}}"));
            assertThat(writes).hasSize(5);
            assertThat(plan(writes.get(0))).contains("PRIMARY_KEY").doesNotContain("_BY_DATE");
            assertThat(plan(writes.get(2))).contains("_METADATA_BY_OWNER");
        }
    }

    @Test
    void readsAPageInIndexOrder() throws Exception {
        for (String query : List.of("", "?order=asc", "?before=" + ids.get(2))) {
            List<String> page = StatementRecorder.statementsOf(() -> api().get(thread + "/messages" + query));

            assertThat(plan(page.get(page.size() - 1))).contains("/* index sorted */");
        }
    }

    @Test
    void readsTheLargeMessagesOfAPageByARangeOfTheIndex() throws Exception {
        for (int i = 0; i < 2; i++) {
            api().post(thread + "/messages", Server.message("Large".repeat(10_000)));
        }

        List<String> page = StatementRecorder.statementsOf(() -> api().get(thread + "/messages"));

        assertThat(page).hasSize(2);
        assertThat(plan(page.get(1))).containsPattern("/\\* PUBLIC.\\w+: POSITION [<>]= ");
    }

    /** Otherwise, the response time would reveal that the thread exists, and how long it is. */
    @Test
    void readsAsManyRowsOfAnotherProjectsLongThreadAsOfAShortOne() throws Exception {
        String shortThread = idOf(thread);
        String longThread = idOf(threadWith(Collections.nCopies(40, "Hello").toArray(String[]::new)));
        String between = "?after=" + ids.get(0) + "&before=" + ids.get(2);
        for (String query : List.of("", "?order=asc", "/" + ids.get(1), "?after=" + ids.get(1), between)) {
            for (String read : StatementRecorder.statementsOf(() -> api().get(thread + "/messages" + query))) {
                assertThat(scanCounts(read, longThread, "another")).isEqualTo(scanCounts(read, shortThread, "another"));
            }
        }
    }

    @Test
    void findsTwoCursorsWithoutReadingTheWholeThread() throws Exception {
        String longThread = idOf(threadWith(Collections.nCopies(200, "Hello").toArray(String[]::new)));
        String cursors = StatementRecorder.statementsOf(
                        () -> api().get(thread + "/messages?after=" + ids.get(0) + "&before=" + ids.get(2)))
                .get(0);

        assertThat(scanCounts(cursors, longThread, "default"))
                .allSatisfy(count -> assertThat(count).isLessThan(200));
    }

    @Test
    void readsConversationsByIndexWithAtMostSixStatements() throws Exception {
        List<String> ids = List.of(idOf(conversationWith()), idOf(conversationWith()), idOf(conversationWith()));
        String list = "/v1/conversations?after=" + ids.get(2) + "&before=" + ids.get(0);

        assertThat(StatementRecorder.statementsOf(() -> api().get("/v1/conversations")))
                .hasSize(2);
        List<String> statements = StatementRecorder.statementsOf(() -> api().get(list));
        assertThat(statements).hasSizeBetween(4, 6);
        for (String statement : statements) {
            assertThat(plan(statement)).doesNotContain("tableScan");
        }
        assertThat(plan(statements.get(statements.size() - 2))).contains("/* index sorted */");
    }

    @Test
    void writesItemsWithAtMostSixStatements() {
        String items = conversationWith("One") + "/items";

        assertThat(StatementRecorder.statementsOf(() -> api().post(items, Server.items("One", "Two"))))
                .hasSizeBetween(3, 6);
        assertThat(StatementRecorder.statementsOf(() -> api().get(items))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 50", "20, 5"})
    void importsNewThreadsInOneTransaction(int threads, int messages) {
        String[] body = importBody(threads, messages);

        List<String> statements = StatementRecorder.statementsOf(() -> api().importLines(body));

        assertThat(statements).containsOnlyOnce("commit").hasSizeLessThanOrEqualTo(5 + 5 * threads);
    }

    @Test
    void comparesAnImportWithoutAnyTransaction() {
        String[] body = importBody(1, 100);
        api().importLines(body);

        assertThat(StatementRecorder.statementsOf(() -> api().importLines(body)))
                .doesNotContain("commit")
                .hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 50", "20, 5"})
    void importsNewConversationsInOneTransaction(int conversations, int items) {
        String[] body = conversationsToImport(conversations, items);

        List<String> statements = StatementRecorder.statementsOf(() -> api().importConversations(body));

        assertThat(statements).containsOnlyOnce("commit").hasSizeLessThanOrEqualTo(5 + 5 * conversations);
    }

    @Test
    void comparesAnImportOfConversationsWithoutAnyTransaction() {
        String[] body = conversationsToImport(1, 100);
        api().importConversations(body);

        assertThat(StatementRecorder.statementsOf(() -> api().importConversations(body)))
                .doesNotContain("commit")
                .hasSize(3);
    }

    @Test
    void exportsAPageOfItemsWithEachStatement() {
        String conversation = conversationWith("One", "Two");

        assertThat(StatementRecorder.statementsOf(() -> api().get(conversation + "/export")))
                .hasSize(3);
    }

    private static String[] conversationsToImport(int conversations, int items) {
        String run = UUID.randomUUID().toString();
        return IntStream.range(0, conversations)
                .mapToObj(i -> "conv_" + run + i)
                .flatMap(id -> Stream.concat(
                        Stream.of("{\"object\":\"conversation\",\"id\":\"" + id + "\",\"created_at\":5}"),
                        IntStream.range(0, items)
                                .mapToObj(i -> "{\"conversation_id\":\"" + id + "\",\"item\":{\"id\":\"ws_" + i
                                        + "\",\"type\":\"web_search_call\"}}")))
                .toArray(String[]::new);
    }

    @Test
    void exportsAPageOfMessagesWithEachStatement() {
        assertThat(StatementRecorder.statementsOf(() -> api().get(thread + "/export")))
                .hasSize(3);
    }

    private static String[] importBody(int threads, int messages) {
        String run = UUID.randomUUID().toString();
        return IntStream.range(0, threads)
                .mapToObj(i -> "thread_" + run + i)
                .flatMap(id -> Stream.concat(
                        Stream.of("{\"object\":\"thread\",\"id\":\"" + id + "\",\"created_at\":5}"),
                        IntStream.range(0, messages)
                                .mapToObj(i -> "{\"object\":\"thread.message\",\"id\":\"msg_" + i
                                        + "\",\"thread_id\":\"" + id + "\",\"role\":\"user\",\"created_at\":5,"
                                        + "\"content\":[{\"type\":\"text\",\"text\":{\"value\":\"Hi\"}}]}")))
                .toArray(String[]::new);
    }

    private static String idOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Runs a statement on a thread of a project, and returns how many rows H2 read of each table. */
    private List<Integer> scanCounts(String sql, String thread, String project) throws Exception {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("explain analyze " + sql)) {
            int parameters = statement.getParameterMetaData().getParameterCount();
            List<Object> values = sql.endsWith(" limit ?")
                    ? List.of(thread, 0, thread, project, Long.MAX_VALUE, 21)
                    : List.of(thread, project, ids.get(1));
            for (int i = 0; i < parameters; i++) {
                statement.setObject(i + 1, values.get(i % values.size()));
            }
            try (ResultSet plan = statement.executeQuery()) {
                plan.next();
                return Pattern.compile("scanCount: (\\d+)")
                        .matcher(plan.getString(1))
                        .results()
                        .map(scan -> Integer.valueOf(scan.group(1)))
                        .toList();
            }
        }
    }

    private String plan(String sql) throws Exception {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("explain " + sql)) {
            for (int i = 1; i <= statement.getParameterMetaData().getParameterCount(); i++) {
                statement.setString(i, "1");
            }
            try (ResultSet plan = statement.executeQuery()) {
                plan.next();
                return plan.getString(1);
            }
        }
    }
}
