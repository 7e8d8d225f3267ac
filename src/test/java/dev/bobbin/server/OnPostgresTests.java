package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.BobbinApplication;
import dev.bobbin.server.support.ApiClient.Answer;
import dev.bobbin.server.support.FaultyDatabase;
import dev.bobbin.server.support.ResponseValidation;
import dev.bobbin.server.support.Server;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The whole server on PostgreSQL, which nothing but the address of the database tells it to use. */
@SpringBootTest(
        classes = {BobbinApplication.class, ResponseValidation.class, FaultyDatabase.class},
        webEnvironment = WebEnvironment.RANDOM_PORT)
class OnPostgresTests
        implements PagingContract,
                MessageContract,
                ThreadContract,
                IdempotencyContract,
                ConcurrencyContract,
                FaultContract,
                OfficialClientContract {

    private static EmbeddedPostgres postgres;

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private FaultyDatabase database;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) throws IOException {
        postgres = EmbeddedPostgres.start();
        registry.add("spring.datasource.url", () -> postgres.getJdbcUrl("postgres", "postgres"));
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @Override
    public int port() {
        return port;
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
    public boolean commitsItself(Call call) {
        return call == Call.CREATE_MESSAGE;
    }

    @Test
    void createsNoMessageBeforeItsThread() {
        jdbc.execute("insert into threads values ('thread_ahead', 'default', 4000000000, 0, '{}', '{}')");

        assertThat(api().post("/v1/threads/thread_ahead/messages", Server.say("One"))
                        .json()
                        .get("created_at")
                        .longValue())
                .isEqualTo(4000000000L);
    }

    /** Else it would wait on when nobody listens any more, and be created long after its client has tried again. */
    @Test
    void createsNoMessageThatHasWaitedTooLong() throws Exception {
        String thread = threadWith("One");
        try (Connection slow = connect()) {
            slow.setAutoCommit(false);
            slow.createStatement()
                    .execute("update threads set last_position = 1 where id = '" + thread.replace("/v1/threads/", "")
                            + "'");
            Answer refused = api().post(thread + "/messages", Server.say("Two"));
            slow.rollback();

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("retry-after")).isEqualTo("1");
        }
        assertThat(api().post(thread + "/messages", Server.say("Three")).status())
                .isEqualTo(200);
        assertThat(api().allTexts(thread)).containsExactly("One", "Three");
    }

    @Test
    void createsAMessageWithOneStatementThatCommitsItself() {
        String thread = threadWith();

        assertThat(database.callsOf(() -> api().post(thread + "/messages", Server.say("One"))))
                .containsOnlyOnce("prepareStatement")
                .doesNotContain("commit");
    }
}
