package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.TurboFilterList;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import dev.bobbin.server.support.ApiClient;
import dev.bobbin.server.support.ApiClient.Response;
import dev.bobbin.server.support.FaultyDatabase;
import dev.bobbin.server.support.FaultyDatabase.Fault;
import dev.bobbin.server.support.Server;
import dev.bobbin.server.support.ServerWithTables;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/** A database that fails once, at each driver call of each operation in turn. */
@Timeout(120)
interface FaultContract extends ServerWithTables {

    String THREAD = "/v1/threads/thread_1";

    String CONVERSATION = "/v1/conversations/conv_000000000000000000000000000000000000000000000001";

    String IMPORTED = """
            {"object":"thread","id":"thread_2","created_at":1,"metadata":{"a":"b"}}
            {"object":"thread.message","id":"msg_4","thread_id":"thread_2","created_at":1,"role":"user","run_id":"run_1","content":[{"type":"refusal","refusal":"No"}]}
            """;

    String IMPORTED_CONVERSATION = """
            {"object":"conversation","id":"conv_000000000000000000000000000000000000000000000002","created_at":1,"metadata":{"a":"b"}}
            {"conversation_id":"conv_000000000000000000000000000000000000000000000002","item":{"id":"ws_1","type":"web_search_call"}}
            """;

    String ROWS = """
            delete from thread_activity;
            delete from thread_metadata;
            delete from thread_tombstones;
            delete from conversation_metadata;
            delete from conversation_tombstones;
            delete from conversation_item_tombstones;
            delete from conversation_items;
            delete from conversations;
            insert into conversations values ('conv_000000000000000000000000000000000000000000000001', 'default', 1, 3, '{}', 1);
            insert into conversation_items values ('conv_000000000000000000000000000000000000000000000001', 'rs_1', 1, 'reasoning', '{"id":"rs_1","type":"reasoning","summary":[]}');
            insert into conversation_item_tombstones values ('conv_000000000000000000000000000000000000000000000001', 'rs_2', 2);
            insert into conversation_items values ('conv_000000000000000000000000000000000000000000000001', 'rs_3', 3, 'reasoning', '{"id":"rs_3","type":"reasoning","summary":[]}');
            delete from deleted_messages;
            delete from messages;
            delete from threads;
            insert into threads values ('thread_1', 'default', 1, 3, '{}', '{}');
            insert into messages values ('thread_1', 'msg_1', 1, 'user', 1, '[{"type":"text","text":{"value":"A","annotations":[]}}]', '[]', '{}');
            insert into deleted_messages values ('thread_1', 'msg_2', 2);
            insert into messages values ('thread_1', 'msg_3', 3, 'user', 1, '[{"type":"text","text":{"value":"A","annotations":[]}}]', '[]', '{}');
            """;

    /** After any other driver call, a failure has the same effect as before the call. */
    Set<String> MAY_WRITE = Set.of("execute", "executeQuery", "executeUpdate", "executeBatch", "commit", "rollback");

    String LOST_CONNECTION = "08006";
    String INTERNAL_ERROR = "XX000";

    /** A request to each endpoint. The thread has two messages, and a deleted message between them. */
    enum Operation {
        CREATE_MESSAGE(api -> api.post(THREAD + "/messages", Server.message("Four"))),
        LIST_MESSAGES(api -> api.get(THREAD + "/messages?order=asc&after=msg_2")),
        RETRIEVE_MESSAGE(api -> api.get(THREAD + "/messages/msg_1")),
        MODIFY_MESSAGE(api -> api.post(THREAD + "/messages/msg_1", "{\"metadata\": {\"a\": \"1\"}}")),
        DELETE_MESSAGE(api -> api.delete(THREAD + "/messages/msg_1")),
        CREATE_THREAD(api -> api.post(
                "/v1/threads", "{\"messages\": [" + Server.message("One") + ", " + Server.message("Two") + "]}")),
        RETRIEVE_THREAD(api -> api.get(THREAD)),
        MODIFY_THREAD(api -> api.post(THREAD, "{\"metadata\": {\"a\": \"1\"}}")),
        DELETE_THREAD(api -> api.delete(THREAD)),
        EXPORT_THREAD(api -> api.get(THREAD + "/export")),
        EXPORT_THREADS(api -> api.get("/v1/threads/export")),
        IMPORT_THREAD(api -> api.importLines(IMPORTED)),
        IMPORT_MESSAGE(
                api -> api.importLines(IMPORTED.replace("thread_2", "thread_1").replaceFirst(".*\n", ""))),
        EXPORT_CONVERSATION(api -> api.get(CONVERSATION + "/export")),
        EXPORT_CONVERSATIONS(api -> api.get("/v1/conversations/export")),
        IMPORT_CONVERSATION(api -> api.importConversations(IMPORTED_CONVERSATION)),
        IMPORT_ITEM(api -> api.importConversations(
                IMPORTED_CONVERSATION.replace("02\"", "01\"").replaceFirst(".*\n", ""))),
        LIST_THREADS(api -> api.get("/v1/threads?order=asc&after=thread_1")),
        CREATE_ITEMS(api -> api.post(CONVERSATION + "/items", Server.items("One", "Two"))),
        RESTORE_ITEM(api -> api.post(
                CONVERSATION + "/items",
                "{\"items\": [{\"type\": \"reasoning\", \"id\": \"rs_2\", \"summary\": []}]}")),
        LIST_ITEMS(api -> api.get(CONVERSATION + "/items?order=asc&after=rs_2")),
        RETRIEVE_ITEM(api -> api.get(CONVERSATION + "/items/rs_1")),
        DELETE_ITEM(api -> api.delete(CONVERSATION + "/items/rs_1")),
        CREATE_CONVERSATION(api -> api.post(
                "/v1/conversations",
                "{\"metadata\": {\"a\": \"1\"}, " + Server.items("One", "Two").substring(1))),
        RETRIEVE_CONVERSATION(api -> api.get(CONVERSATION)),
        UPDATE_CONVERSATION(api -> api.post(CONVERSATION, "{\"metadata\": {\"a\": \"1\"}}")),
        DELETE_CONVERSATION(api -> api.delete(CONVERSATION));

        private final Function<ApiClient, Response> request;

        Operation(Function<ApiClient, Response> request) {
            this.request = request;
        }
    }

    FaultyDatabase database();

    /** Whether the operation runs one auto-committed statement, whose outcome is unknown if it fails. */
    boolean autoCommits(Operation operation);

    @ParameterizedTest
    @EnumSource
    default void appliesARequestFullyOrNotAtAllWhenTheDatabaseFails(Operation operation) {
        TurboFilterList log = ((LoggerContext) LoggerFactory.getILoggerFactory()).getTurboFilterList();
        TurboFilter silence = new Silence();
        log.add(silence);
        try {
            for (String sqlState : List.of(LOST_CONNECTION, INTERNAL_ERROR)) {
                failAtEachDriverCall(operation, false, sqlState);
                failAtEachDriverCall(operation, true, sqlState);
            }
        } finally {
            log.remove(silence);
        }
    }

    private void failAtEachDriverCall(Operation operation, boolean afterTheCall, String sqlState) {
        reset();
        String rowsBefore = rows();
        String expectedBody = withoutIdsAndTimes(operation.request.apply(api()).body());
        String rowsAfter = rows();
        reset();
        List<String> calls = database().driverCallsOf(() -> operation.request.apply(api()));
        assertThat(calls).hasSizeGreaterThan(5);

        for (int call = 1; call <= calls.size(); call++) {
            if (afterTheCall && !MAY_WRITE.contains(calls.get(call - 1))) {
                continue;
            }
            reset();
            database().inject(new Fault(call, afterTheCall, sqlState));
            Response response = operation.request.apply(api());
            String failedMethod = database().stopInjecting();

            switch (response.status()) {
                case 200 -> {
                    assertThat(withoutIdsAndTimes(response.body())).isEqualTo(expectedBody);
                    assertThat(rows()).isEqualTo(rowsAfter);
                }
                case 500 -> {
                    assertThat(mayReturn500(operation, failedMethod, sqlState))
                            .as(failedMethod)
                            .isTrue();
                    assertThat(response.header("x-should-retry")).isEqualTo("false");
                    assertThat(rows()).isIn(rowsBefore, rowsAfter);
                }
                default -> {
                    assertThat(response.status()).isEqualTo(503);
                    assertThat(sqlState).isEqualTo(LOST_CONNECTION);
                    assertThat(rows()).isEqualTo(rowsBefore);
                }
            }
            assertThat(api().get("/v1/threads/thread_none").status()).isEqualTo(404);
            awaitIdleConnections();
        }
    }

    @Test
    default void createsAMessageOnceWhenARetryFollowsAFailure() {
        TurboFilterList log = ((LoggerContext) LoggerFactory.getILoggerFactory()).getTurboFilterList();
        TurboFilter silence = new Silence();
        log.add(silence);
        try {
            for (int driverCall = 1; createsOnceDespite(new Fault(driverCall, false, INTERNAL_ERROR)); driverCall++) {
                createsOnceDespite(new Fault(driverCall, true, INTERNAL_ERROR));
            }
        } finally {
            log.remove(silence);
        }
    }

    /** Creates a message with a key twice. Returns whether the first attempt met the fault. */
    private boolean createsOnceDespite(Fault fault) {
        reset();
        String key = UUID.randomUUID().toString();
        database().inject(fault);
        Response first = create(key);
        boolean failed = !database().stopInjecting().isEmpty();
        Response retry = create(key);

        assertThat(retry.status()).isEqualTo(200);
        if (first.status() == 200) {
            assertThat(retry.body()).isEqualTo(first.body());
        }
        assertThat(api().allTexts(THREAD)).containsExactly("A", "A", "Four");
        awaitIdleConnections();
        return failed;
    }

    private Response create(String key) {
        return api().send(
                        "POST",
                        THREAD + "/messages",
                        BodyPublishers.ofString(Server.message("Four")),
                        "Idempotency-Key",
                        key);
    }

    /** A 500 follows an internal error, or a connection that is lost where the outcome of the commit is unknown. */
    private boolean mayReturn500(Operation operation, String failedMethod, String sqlState) {
        return !failedMethod.isEmpty()
                && (sqlState.equals(INTERNAL_ERROR)
                        || failedMethod.equals("commit")
                        || failedMethod.equals("close")
                        || autoCommits(operation));
    }

    private void reset() {
        database().unaffected().execute(ROWS);
    }

    /** All stored rows, without the ids and times that differ between runs. */
    private String rows() {
        return Stream.of(
                        "threads",
                        "messages",
                        "message_details",
                        "deleted_messages",
                        "thread_metadata",
                        "thread_tombstones",
                        "conversations",
                        "conversation_items",
                        "conversation_item_tombstones",
                        "conversation_metadata",
                        "conversation_tombstones")
                .flatMap(table -> database().unaffected().queryForList("select * from " + table).stream())
                .map(row -> withoutIdsAndTimes(row.toString()))
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    private static String withoutIdsAndTimes(String text) {
        return text.replaceAll("(thread|msg|conv)_\\w{24,48}", "$1_new").replaceAll("\\b\\d{10}\\b", "now");
    }

    private void awaitIdleConnections() {
        while (database().connectionsInUse() > 0) {
            Thread.onSpinWait();
        }
    }

    /** Silences the log while the test injects hundreds of faults. */
    class Silence extends TurboFilter {

        @Override
        public FilterReply decide(
                Marker marker, Logger logger, Level level, String format, Object[] arguments, Throwable failure) {
            return FilterReply.DENY;
        }
    }
}
