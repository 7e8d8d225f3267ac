package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.TurboFilterList;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import dev.bobbin.server.support.ApiClient;
import dev.bobbin.server.support.ApiClient.Answer;
import dev.bobbin.server.support.FaultyDatabase;
import dev.bobbin.server.support.FaultyDatabase.Fault;
import dev.bobbin.server.support.Server;
import dev.bobbin.server.support.ServerWithTables;
import java.sql.Statement;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.springframework.jdbc.core.ConnectionCallback;

/** A database that fails once, at each place of each call in turn. */
@Timeout(120)
interface FaultContract extends ServerWithTables {

    String THREAD = "/v1/threads/thread_1";

    String ROWS = """
            delete from deleted_messages
            delete from messages
            delete from threads
            insert into threads values ('thread_1', 'default', 1, 3, '{}', '{}')
            insert into messages values ('thread_1', 'msg_1', 1, 'user', 1, '[{"type":"text","text":{"value":"A","annotations":[]}}]', '[]', '{}')
            insert into deleted_messages values ('thread_1', 'msg_2', 2)
            insert into messages values ('thread_1', 'msg_3', 3, 'user', 1, '[{"type":"text","text":{"value":"A","annotations":[]}}]', '[]', '{}')
            """;

    String LOST_CONNECTION = "08006";
    String INTERNAL_ERROR = "XX000";

    /** One of each, on a thread of two messages and one that was deleted between them. */
    enum Call {
        CREATE_MESSAGE(api -> api.post(THREAD + "/messages", Server.say("Four"))),
        LIST_MESSAGES(api -> api.get(THREAD + "/messages?order=asc&after=msg_2")),
        RETRIEVE_MESSAGE(api -> api.get(THREAD + "/messages/msg_1")),
        MODIFY_MESSAGE(api -> api.post(THREAD + "/messages/msg_1", "{\"metadata\": {\"a\": \"1\"}}")),
        DELETE_MESSAGE(api -> api.delete(THREAD + "/messages/msg_1")),
        CREATE_THREAD(api ->
                api.post("/v1/threads", "{\"messages\": [" + Server.say("One") + ", " + Server.say("Two") + "]}")),
        RETRIEVE_THREAD(api -> api.get(THREAD)),
        MODIFY_THREAD(api -> api.post(THREAD, "{\"metadata\": {\"a\": \"1\"}}")),
        DELETE_THREAD(api -> api.delete(THREAD));

        private final Function<ApiClient, Answer> request;

        Call(Function<ApiClient, Answer> request) {
            this.request = request;
        }
    }

    FaultyDatabase database();

    /** Whether a call is one statement that commits itself, of which nobody knows what it has done when it fails. */
    boolean commitsItself(Call call);

    @ParameterizedTest
    @EnumSource
    default void doesAllOrNothingAndSaysSoWhereverTheDatabaseFails(Call call) {
        TurboFilterList log = ((LoggerContext) LoggerFactory.getILoggerFactory()).getTurboFilterList();
        TurboFilter nothing = new Silence();
        log.add(nothing);
        try {
            for (String state : List.of(LOST_CONNECTION, INTERNAL_ERROR)) {
                failEverywhere(call, false, state);
                failEverywhere(call, true, state);
            }
        } finally {
            log.remove(nothing);
        }
    }

    private void failEverywhere(Call call, boolean done, String state) {
        reset();
        String before = rows();
        String complete = anonymous(call.request.apply(api()).body());
        String after = rows();
        String failed = "";
        int place = 0;
        do {
            reset();
            database().expect(new Fault(++place, done, state));
            Answer answer = call.request.apply(api());
            failed = database().failed();

            switch (answer.status()) {
                case 200 -> {
                    assertThat(anonymous(answer.body())).isEqualTo(complete);
                    assertThat(rows()).isEqualTo(after);
                }
                case 500 -> {
                    assertThat(mayBeUnknown(call, failed, state)).as(failed).isTrue();
                    assertThat(answer.header("x-should-retry")).isEqualTo("false");
                    assertThat(rows()).isIn(before, after);
                }
                default -> {
                    assertThat(answer.status()).isEqualTo(503);
                    assertThat(state).isEqualTo(LOST_CONNECTION);
                    assertThat(rows()).isEqualTo(before);
                }
            }
            assertThat(api().get("/v1/threads/thread_none").status()).isEqualTo(404);
            awaitAllConnectionsBack();
        } while (!failed.isEmpty());
        assertThat(place).as("Places").isGreaterThan(5);
    }

    /** Only where the connection is lost at the commit, or unnoticed on the way there, nobody knows what has been done. */
    private boolean mayBeUnknown(Call call, String failed, String state) {
        return !failed.isEmpty()
                && (state.equals(INTERNAL_ERROR)
                        || failed.equals("commit")
                        || failed.equals("close")
                        || commitsItself(call));
    }

    private void reset() {
        jdbc().execute((ConnectionCallback<Void>) connection -> {
            try (Statement statement = connection.createStatement()) {
                for (String sql : ROWS.lines().toList()) {
                    statement.execute(sql);
                }
            }
            return null;
        });
    }

    /** All that is stored, but for what is different each time. */
    private String rows() {
        return Stream.of("threads", "messages", "deleted_messages")
                .flatMap(table -> jdbc().queryForList("select * from " + table).stream())
                .map(row -> anonymous(row.toString()))
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    private static String anonymous(String text) {
        return text.replaceAll("(thread|msg)_\\w{24}", "$1_new").replaceAll("\\b\\d{10}\\b", "now");
    }

    private void awaitAllConnectionsBack() {
        while (database().connectionsInUse() > 0) {
            Thread.onSpinWait();
        }
    }

    /** Says nothing of hundreds of faults that were asked for. */
    class Silence extends TurboFilter {

        @Override
        public FilterReply decide(
                Marker marker, Logger logger, Level level, String format, Object[] arguments, Throwable failure) {
            return FilterReply.DENY;
        }
    }
}
