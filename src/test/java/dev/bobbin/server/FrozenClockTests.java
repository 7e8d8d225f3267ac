package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.BobbinApplication;
import dev.bobbin.server.support.ResponseValidation;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.bean.override.convention.TestBean;

/** The order of messages does not depend on time: the clock stands still. */
@SpringBootTest(
        classes = {BobbinApplication.class, ResponseValidation.class},
        webEnvironment = WebEnvironment.RANDOM_PORT)
class FrozenClockTests implements ConcurrencyContract {

    private static final Instant NOW = Instant.ofEpochSecond(1788000000);

    @TempDir
    static Path folder;

    @TestBean
    private Clock clock;

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcTemplate jdbc;

    static Clock clock() {
        return Clock.fixed(NOW, ZoneOffset.UTC);
    }

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        registry.add("bobbin.data-dir", folder::toString);
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public JdbcTemplate jdbc() {
        return jdbc;
    }

    @Test
    void createsAllMessagesInTheSameSecond() {
        String id = threadWith("One", "Two").replace("/v1/threads/", "");

        assertThat(count("messages where thread_id = '" + id + "' and created_at = " + NOW.getEpochSecond()))
                .isEqualTo(2);
    }
}
