package dev.bobbin.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.thread.ThreadObject;
import dev.bobbin.web.error.ApiException;
import dev.bobbin.web.json.JsonText;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

class OwnerRowsTests {

    private static final OwnerTables<ThreadObject> TABLES = new OwnerTables<>(
            "threads",
            "thread_tombstones",
            "thread_metadata",
            List.of("metadata"),
            null,
            row -> new ThreadObject(
                    row.getString(1), row.getLong(2), new JsonText(row.getString(3)), new JsonText("{}")),
            (param, id) -> ApiException.badRequest(param, "not_found", id));

    /** The thread would be found, but without the lock that keeps other writers from its metadata. */
    @Test
    void modifiesNoThreadThatBecomesVisibleAfterTheUpdate() {
        SingleConnectionDataSource connection = new SingleConnectionDataSource("jdbc:h2:mem:", true);
        JdbcTemplate direct = new JdbcTemplate(connection);
        direct.execute("create table threads (id varchar, project varchar, created_at bigint, metadata varchar)");
        direct.update("insert into threads values ('thread_1', '', 1, '{}')");
        JdbcTemplate withImport = new JdbcTemplate(connection) {
            @Override
            public <T> T execute(String sql, PreparedStatementCallback<T> action) {
                T result = super.execute(sql, action);
                direct.update("update threads set project = 'a'");
                return result;
            }
        };

        OwnerRows<ThreadObject> rows = new OwnerRows<>(withImport, TABLES, false);
        List<JsonText> values = List.of(new JsonText("{\"new\":\"1\"}"));

        assertThat(rows.modify("a", "thread_1", values)).isEmpty();
        assertThat(rows.find("a", "thread_1").orElseThrow().metadata().text()).isEqualTo("{}");
        assertThat(rows.modify("a", "thread_1", values).orElseThrow().metadata())
                .isEqualTo(values.get(0));
        connection.destroy();
    }
}
