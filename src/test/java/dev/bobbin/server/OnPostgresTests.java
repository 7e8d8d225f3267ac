package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bobbin.BobbinApplication;
import dev.bobbin.server.support.ApiClient.Response;
import dev.bobbin.server.support.FaultyDatabase;
import dev.bobbin.server.support.ResponseValidation;
import dev.bobbin.server.support.Server;
import dev.bobbin.server.support.ServerTest;
import dev.bobbin.server.support.UnusualPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Runs every contract against PostgreSQL, which the JDBC URL alone selects. */
@DirtiesContext
@ServerTest(classes = {BobbinApplication.class, ResponseValidation.class, FaultyDatabase.class})
@ExtendWith(OutputCaptureExtension.class)
class OnPostgresTests
        implements PagingContract,
                MessageContract,
                ThreadContract,
                OwnerListContract,
                ExportContract,
                SequenceImportContract,
                ImportContract,
                ConversationExportContract,
                ConversationImportContract,
                ConversationContract,
                ItemContract,
                LastActivityContract,
                IdempotencyContract,
                ConcurrencyContract,
                FaultContract,
                OfficialClientContract,
                OfficialConversationClientContract,
                AgentSessionContract {

    private static final String SECRET = "Secret-text";

    private static EmbeddedPostgres postgres;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private FaultyDatabase database;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) throws IOException {
        postgres = UnusualPostgres.start();
        registry.add("spring.datasource.url", () -> postgres.getJdbcUrl("postgres", "postgres"));
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @Override
    public JdbcTemplate jdbc() {
        return jdbc;
    }

    @Override
    public FaultyDatabase database() {
        return database;
    }

    @Override
    public boolean autoCommits(Operation operation) {
        return operation == Operation.CREATE_MESSAGE;
    }

    @Test
    void datesNoMessageBeforeItsThread() {
        jdbc.execute("insert into threads values ('thread_ahead', 'default', 4000000000, 0, '{}', '{}')");

        assertThat(api().post("/v1/threads/thread_ahead/messages", Server.message("One"))
                        .json()
                        .get("created_at")
                        .longValue())
                .isEqualTo(4000000000L);
    }

    /** The first message makes the server believe that PostgreSQL's clock has gone back. */
    @Test
    void datesNoMessageBeforeTheOneBeforeIt() {
        jdbc.execute("insert into threads values ('thread_later', 'default', 4000000000, 0, '{}', '{}')");
        api().post("/v1/threads/thread_later/messages", Server.message("One"));
        String thread = threadWith("One");
        jdbc.update(
                "update messages set created_at = 3900000000 where thread_id = ?", thread.replace("/v1/threads/", ""));

        assertThat(api().post(thread + "/messages", Server.message("Two"))
                        .json()
                        .get("created_at")
                        .longValue())
                .isEqualTo(3900000000L);
    }

    @Test
    void datesNoMessageBeforeADeletedOne() {
        jdbc.execute("insert into threads values ('thread_emptied', 'default', 4000000000, 0, '{}', '{}')");
        String messages = "/v1/threads/thread_emptied/messages";
        String id = api().post(messages, Server.message("One")).id();
        jdbc.execute("update messages set created_at = 4000000005 where thread_id = 'thread_emptied'");
        api().delete(messages + "/" + id);

        assertThat(api().post(messages, Server.message("Two"))
                        .json()
                        .get("created_at")
                        .longValue())
                .isEqualTo(4000000005L);
    }

    /** Otherwise the message would appear long after its client has given up and retried. */
    @Test
    void returns503AndCreatesNoMessageWhenTheThreadStaysLocked() throws Exception {
        String thread = threadWith("One");
        try (Connection slowWriter = connect()) {
            slowWriter.setAutoCommit(false);
            slowWriter
                    .createStatement()
                    .execute("update threads set last_position = 1 where id = '" + thread.replace("/v1/threads/", "")
                            + "'");
            Response timedOut = api().post(thread + "/messages", Server.message("Two"));
            slowWriter.rollback();

            assertThat(timedOut.status()).isEqualTo(503);
            assertThat(timedOut.header("retry-after")).isEqualTo("1");
        }
        assertThat(api().post(thread + "/messages", Server.message("Three")).status())
                .isEqualTo(200);
        assertThat(api().allTexts(thread)).containsExactly("One", "Three");
    }

    /** A standby is read-only until it is promoted. */
    @Test
    void returns503AndIsNotReadyWhileTheDatabaseIsReadOnly() {
        String thread = threadWith("One");
        setReadOnly(true);
        try {
            List<Response> rejections = List.of(
                    api().post(thread + "/messages", Server.message("Two")),
                    api().post("/v1/threads", "{}"),
                    api().delete(thread));

            assertThat(rejections).allSatisfy(rejection -> {
                assertThat(rejection.status()).isEqualTo(503);
                assertThat(rejection.header("retry-after")).isEqualTo("1");
                assertThat(rejection.header("x-should-retry")).isEmpty();
            });
            assertThat(api().get("/actuator/health/readiness").status()).isEqualTo(503);
        } finally {
            setReadOnly(false);
        }
        assertThat(api().allTexts(thread)).containsExactly("One");
        assertThat(api().get("/actuator/health/readiness").status()).isEqualTo(200);
    }

    /** PostgreSQL has rolled the transaction back when the commit reaches it. */
    @Test
    void returns503IfPostgresEndsAnIdleTransactionBeforeItsCommit() {
        String thread = threadWith("One");
        database.beforeNextCommit(connection -> {
            connection.createStatement().execute("set idle_in_transaction_session_timeout = 1");
            await().until(() -> count("pg_stat_activity where state = 'idle in transaction'") == 0);
        });

        Response response = api().post(thread, "{\"metadata\": {\"a\": \"b\"}}");

        assertThat(response.status()).isEqualTo(503);
        assertThat(response.header("retry-after")).isEqualTo("1");
        assertThat(api().get(thread).json().get("metadata").isEmpty()).isTrue();
    }

    /** Existing connections apply the setting soon after the reload. */
    private void setReadOnly(boolean readOnly) {
        jdbc.execute("alter system set default_transaction_read_only = " + readOnly);
        jdbc.execute("select pg_reload_conf()");
        await().until(() ->
                jdbc.queryForObject("show transaction_read_only", String.class).equals(readOnly ? "on" : "off"));
    }

    /** The states of a check constraint, an invalid character, a trigger and an internal error. */
    @ParameterizedTest
    @ValueSource(strings = {"23514", "22021", "P0001", "XX000"})
    void logsNoPartOfAMessageWhenTheDatabaseFails(String sqlState, CapturedOutput output) {
        String thread = threadWith("One");
        String message =
                thread + "/messages/" + api().get(thread + "/messages").ids().get(0);
        jdbc.execute("""
                create function fail() returns trigger language plpgsql as $$ begin
                    raise warning '%%', new;
                    raise exception '%%', new using errcode = '%s';
                end $$""".formatted(sqlState));
        jdbc.execute("create trigger fail before insert or update on messages for each row execute function fail()");
        try {
            assertThat(List.of(
                            api().post(thread + "/messages", Server.message(SECRET)),
                            api().post("/v1/threads", "{\"messages\": [" + Server.message(SECRET) + "]}"),
                            api().post(message, "{\"metadata\": {\"a\": \"" + SECRET + "\"}}")))
                    .extracting(Response::status)
                    .containsOnly(500);
        } finally {
            jdbc.execute("drop trigger fail on messages");
            jdbc.execute("drop function fail");
        }
        assertThat(output).contains("SQL state " + sqlState).doesNotContain(SECRET);
    }

    @Test
    void createsAMessageWithOneAutoCommittedStatement() {
        String thread = threadWith();

        assertThat(database.driverCallsOf(() -> api().post(thread + "/messages", Server.message("One"))))
                .containsOnlyOnce("prepareStatement")
                .doesNotContain("commit");
    }

    /** At the isolation level that this database sets, the statement would fail after the wait and be repeated. */
    @Test
    void appendsBehindAnotherWriterWithoutAConflict() throws Exception {
        String thread = threadWith("One");
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (Connection slowWriter = connect()) {
            slowWriter.setAutoCommit(false);
            slowWriter
                    .createStatement()
                    .execute("update threads set last_position = 2 where id = '" + thread.replace("/v1/threads/", "")
                            + "'");
            Future<List<String>> calls = executor.submit(
                    () -> database.driverCallsOf(() -> api().post(thread + "/messages", Server.message("Two"))));
            await().until(() -> jdbc.queryForObject("select count(*) from pg_locks where not granted", Long.class) > 0);
            slowWriter.commit();

            assertThat(calls.get()).containsOnlyOnce("prepareStatement");
        } finally {
            executor.shutdown();
        }
        assertThat(api().allTexts(thread)).containsExactly("One", "Two");
    }
}
