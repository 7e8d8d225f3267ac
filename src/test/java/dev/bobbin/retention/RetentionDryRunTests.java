package dev.bobbin.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.BobbinApplication;
import dev.bobbin.server.support.ResponseValidation;
import dev.bobbin.server.support.ServerTest;
import dev.bobbin.server.support.ServerWithTables;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;

/** A dry run only logs what the server would delete. */
@ServerTest(
        classes = {BobbinApplication.class, ResponseValidation.class, MovedTime.class},
        properties = {
            "bobbin.retention-dry-run=true",
            "bobbin.retention-under-a-day=true",
            "bobbin.retention.default=1h",
        })
@ExtendWith(OutputCaptureExtension.class)
class RetentionDryRunTests implements ServerWithTables {

    @Autowired
    private MovedTime time;

    @Autowired
    private Retention retention;

    @Autowired
    private JdbcTemplate jdbc;

    @Override
    public JdbcTemplate jdbc() {
        return jdbc;
    }

    @Test
    void deletesNothing(CapturedOutput output) {
        time.passed = Duration.ofMinutes(11);
        String thread = threadWith("One");
        String conversation = conversationWith("One");
        jdbc.update("update retention_start set at = 1");
        jdbc.update("update threads set created_at = 1");
        jdbc.update("update messages set created_at = 1");
        jdbc.update("update conversations set created_at = 1, last_activity = 1");
        // The dates of an import count once.
        jdbc.update("insert into thread_activity select thread_id, max(position), 1 from messages group by thread_id");

        retention.run();

        assertThat(output).contains("Retention would delete: 1 conversation and 1 thread of project default.");
        assertThat(api().allTexts(thread)).containsExactly("One");
        assertThat(api().get(conversation).status()).isEqualTo(200);
    }
}
