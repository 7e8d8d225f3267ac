package dev.bobbin.retention;

import dev.bobbin.server.support.ServerTest;
import dev.bobbin.server.support.UnusualPostgres;
import io.github.bucket4j.TimeMeter;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.bean.override.convention.TestBean;

@ServerTest(properties = "bobbin.retention.default=30d")
class RetentionOnPostgresTests implements RetentionContract {

    private static final MovedTime TIME = new MovedTime();

    private static EmbeddedPostgres postgres;

    @TestBean
    private Clock clock;

    @TestBean
    private TimeMeter timeMeter;

    @Autowired
    private Retention retention;

    @Autowired
    private JdbcTemplate jdbc;

    static Clock clock() {
        return TIME.clock();
    }

    static TimeMeter timeMeter() {
        return TIME.timeMeter();
    }

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
        return TIME;
    }
}
