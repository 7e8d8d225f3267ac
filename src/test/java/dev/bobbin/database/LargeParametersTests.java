package dev.bobbin.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import org.h2.util.StringUtils;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** An open connection to H2 does not hold the large values of its last statement in memory. */
class LargeParametersTests {

    @Test
    void keepsNoParameterAfterTheStatement() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:")) {
            JdbcTemplate jdbc = new JdbcTemplate(new SingleConnectionDataSource(connection, true));
            jdbc.execute("create table texts (text varchar)");

            assertIsCollected(deleteText(jdbc));
            assertIsCollected(deleteTexts(jdbc));
            assertThat(jdbc.queryForObject("select count(*) from texts", Long.class))
                    .isZero();
        }
    }

    private static WeakReference<String> deleteText(JdbcTemplate jdbc) {
        String text = largeText();
        assertThat(LargeParameters.update(jdbc, "delete from texts where text = ?", text))
                .isZero();
        return new WeakReference<>(text);
    }

    private static WeakReference<String> deleteTexts(JdbcTemplate jdbc) {
        String text = largeText();
        LargeParameters.batchUpdate(
                jdbc, "delete from texts where text = ?", List.of(new Object[] {"One"}, new Object[] {text}));
        return new WeakReference<>(text);
    }

    private static String largeText() {
        return "x".repeat(1 << 20);
    }

    /** H2's own cache of strings never fills the heap, because its reference to them is soft. */
    private static void assertIsCollected(WeakReference<String> text) {
        StringUtils.clearCache();
        await().until(() -> {
            System.gc();
            return text.get() == null;
        });
    }
}
