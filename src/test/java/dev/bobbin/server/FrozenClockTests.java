package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.support.ServerTest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.bean.override.convention.TestBean;

/** The order of messages does not depend on time: the clock stands still. */
@ServerTest
class FrozenClockTests implements ConcurrencyContract {

    private static final Instant NOW = Instant.ofEpochSecond(1788000000);

    @TempDir
    static Path folder;

    @TestBean
    private Clock clock;

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
