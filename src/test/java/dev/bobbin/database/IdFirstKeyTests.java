package dev.bobbin.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class IdFirstKeyTests {

    private static final List<String> TABLES = List.of("messages", "conversation_items");

    @SuppressWarnings("unused")
    private static final List<Boolean> ON_POSTGRES = List.of(false, true);

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @ParameterizedTest
    @FieldSource("ON_POSTGRES")
    void putsTheIdFirstInANewDatabase(boolean onPostgres) {
        DriverManagerDataSource database = newDatabase(onPostgres);

        migrate(database, "50");

        assertThat(TABLES).map(table -> firstColumnOfKey(database, table)).containsExactly("id", "id");
    }

    @ParameterizedTest
    @FieldSource("ON_POSTGRES")
    void keepsTheKeysOfTablesWithRows(boolean onPostgres) {
        DriverManagerDataSource database = newDatabase(onPostgres);
        migrate(database, "42");
        JdbcTemplate jdbc = new JdbcTemplate(database);
        jdbc.execute("insert into threads values ('thread_1', 'default', 1, 1, '{}', '{}')");
        jdbc.execute("insert into messages values ('thread_1', 'msg_1', 1, 'user', 1, '[]', '[]', '{}')");
        jdbc.execute("insert into conversations values ('conv_1', 'default', 1, 1, '{}', 1)");
        jdbc.execute("insert into conversation_items values ('conv_1', 'msg_1', 1, 'message', '{}')");

        migrate(database, "50");

        assertThat(TABLES)
                .map(table -> firstColumnOfKey(database, table))
                .containsExactly("thread_id", "conversation_id");
    }

    /** H2 commits after each statement, so a table can be without a key. */
    @Test
    void continuesAfterAKillBetweenTwoStatements() {
        DriverManagerDataSource database = newDatabase(false);
        migrate(database, "42");
        TABLES.forEach(table -> new JdbcTemplate(database).execute("alter table " + table + " drop primary key"));

        migrate(database, "50");

        assertThat(TABLES).map(table -> firstColumnOfKey(database, table)).containsExactly("id", "id");
    }

    /** The key is complete, but Flyway did not record the migration. */
    @Test
    void continuesAfterAKillAfterTheLastStatement() {
        DriverManagerDataSource database = newDatabase(false);
        migrate(database, "50");
        new JdbcTemplate(database).execute("delete from \"flyway_schema_history\" where \"version\" in ('49', '50')");

        migrate(database, "50");

        assertThat(TABLES).map(table -> firstColumnOfKey(database, table)).containsExactly("id", "id");
    }

    private static DriverManagerDataSource newDatabase(boolean onPostgres) {
        String name = "keys_" + UUID.randomUUID().toString().replace("-", "");
        if (!onPostgres) {
            return new DriverManagerDataSource("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1", "sa", "");
        }
        new JdbcTemplate(postgres.getPostgresDatabase()).execute("create database " + name);
        return new DriverManagerDataSource(postgres.getJdbcUrl("postgres", name), "postgres", "");
    }

    private static void migrate(DriverManagerDataSource database, String version) {
        Migrations.configure(Flyway.configure().dataSource(database).target(version), database.getUrl())
                .load()
                .migrate();
    }

    private static String firstColumnOfKey(DriverManagerDataSource database, String table) {
        return new JdbcTemplate(database)
                .queryForObject(
                        "select lower(k.column_name) from information_schema.table_constraints t"
                                + " join information_schema.key_column_usage k on k.constraint_name = t.constraint_name"
                                + " and k.table_name = t.table_name where lower(t.table_name) = ?"
                                + " and t.constraint_type = 'PRIMARY KEY' and k.ordinal_position = 1",
                        String.class,
                        table);
    }
}
