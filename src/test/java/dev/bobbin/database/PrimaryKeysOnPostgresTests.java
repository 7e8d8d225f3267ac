package dev.bobbin.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** The migrations that put the id first change only the keys of empty tables. */
class PrimaryKeysOnPostgresTests {

    private static EmbeddedPostgres postgres;
    private static JdbcTemplate jdbc;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
        jdbc = new JdbcTemplate(postgres.getPostgresDatabase());
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @BeforeEach
    void emptySchema() {
        jdbc.execute("drop schema public cascade");
        jdbc.execute("create schema public");
    }

    @Test
    void putTheIdFirstInEmptyTables() {
        migrateTo("50");

        assertThat(columnsOfKey("messages")).isEqualTo("id, thread_id");
        assertThat(columnsOfKey("conversation_items")).isEqualTo("id, conversation_id");
    }

    @Test
    void keepTheKeyOfMessagesWithRows() {
        migrateTo("48");
        jdbc.execute("insert into threads values ('thread_1', 'default', 1, 1, '{}', '{}')");
        jdbc.execute("insert into messages values ('thread_1', 'msg_1', 1, 'user', 1, '[]', '[]', '{}')");

        migrateTo("50");

        assertThat(columnsOfKey("messages")).isEqualTo("thread_id, id");
        assertThat(columnsOfKey("conversation_items")).isEqualTo("id, conversation_id");
    }

    @Test
    void keepTheKeyOfItemsWithRows() {
        migrateTo("48");
        jdbc.execute("insert into conversations values ('conv_1', 'default', 1, 1, '{}', 1)");
        jdbc.execute("insert into conversation_items values ('conv_1', 'msg_1', 1, 'message', '{}')");

        migrateTo("50");

        assertThat(columnsOfKey("messages")).isEqualTo("id, thread_id");
        assertThat(columnsOfKey("conversation_items")).isEqualTo("conversation_id, id");
    }

    private static void migrateTo(String version) {
        Flyway.configure()
                .dataSource(postgres.getPostgresDatabase())
                .locations(Migrations.of(postgres.getJdbcUrl("postgres", "postgres")))
                // With the question mark, Flyway accepts a version that only H2 has.
                .target(version + "?")
                .load()
                .migrate();
    }

    private static String columnsOfKey(String table) {
        return jdbc.queryForObject(
                "select string_agg(column_name, ', ' order by ordinal_position)"
                        + " from information_schema.key_column_usage where constraint_name = ?",
                String.class,
                table + "_pkey");
    }
}
