package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.BobbinApplication;
import dev.bobbin.server.support.ApiClient.Response;
import dev.bobbin.server.support.FaultyDatabase;
import dev.bobbin.server.support.ResponseValidation;
import dev.bobbin.server.support.Server;
import dev.bobbin.server.support.ServerTest;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Runs every contract against PostgreSQL, which the JDBC URL alone selects. */
@ServerTest(classes = {BobbinApplication.class, ResponseValidation.class, FaultyDatabase.class})
class OnPostgresTests
        implements PagingContract,
                MessageContract,
                ThreadContract,
                IdempotencyContract,
                ConcurrencyContract,
                FaultContract,
                OfficialClientContract {

    private static EmbeddedPostgres postgres;

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

    @Test
    void createsAMessageWithOneAutoCommittedStatement() {
        String thread = threadWith();

        assertThat(database.driverCallsOf(() -> api().post(thread + "/messages", Server.message("One"))))
                .containsOnlyOnce("prepareStatement")
                .doesNotContain("commit");
    }
}
