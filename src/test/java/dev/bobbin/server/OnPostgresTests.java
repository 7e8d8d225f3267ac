package dev.bobbin.server;

import dev.bobbin.BobbinApplication;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The whole server on PostgreSQL, which nothing but the address of the database tells it to use. */
@SpringBootTest(
        classes = {BobbinApplication.class, ValidatedAnswers.class, FaultyDatabase.class},
        webEnvironment = WebEnvironment.RANDOM_PORT)
class OnPostgresTests
        implements PagingTests,
                MessageTests,
                ThreadTests,
                IdempotencyTests,
                ConcurrencyTests,
                FaultTests,
                OfficialClientTests {

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
}
