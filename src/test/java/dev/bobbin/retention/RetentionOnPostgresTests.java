package dev.bobbin.retention;

import dev.bobbin.BobbinApplication;
import dev.bobbin.server.support.ResponseValidation;
import dev.bobbin.server.support.ServerTest;
import dev.bobbin.server.support.UnusualPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@DirtiesContext
@ServerTest(
        classes = {BobbinApplication.class, ResponseValidation.class, MovedTime.class},
        properties = "bobbin.retention.default=30d")
class RetentionOnPostgresTests implements RetentionContract {

    private static EmbeddedPostgres postgres;

    @Autowired
    private MovedTime time;

    @Autowired
    private Retention retention;

    @Autowired
    private JdbcTemplate jdbc;

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
    public Retention retention() {
        return retention;
    }

    @Override
    public MovedTime time() {
        return time;
    }
}
