package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bobbin.BobbinApplication;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The server does not start on a PostgreSQL schema that it cannot use, and logs the reason in one line. */
@ExtendWith(OutputCaptureExtension.class)
class UnusableSchemaTests {

    private static final String HISTORY = "create table flyway_schema_history (installed_rank int primary key,"
            + " version varchar(50), description varchar(200), type varchar(20), script varchar(1000), checksum int,"
            + " installed_by varchar(100), installed_on timestamp default now(), execution_time int, success boolean)";

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @BeforeEach
    void emptySchema() throws SQLException {
        execute("drop schema public cascade", "create schema public");
    }

    @Test
    void reportsAUserThatMayNotCreateTables(CapturedOutput output) throws Exception {
        execute("drop role if exists reader", "create role reader login", "grant usage on schema public to reader");

        assertStartFails("reader", "is not allowed to create or change tables", output);
    }

    @Test
    void reportsTheTablesOfAnotherProgram(CapturedOutput output) throws Exception {
        execute("create table threads (id int)");

        assertStartFails("postgres", "contains tables that are not Bobbin's", output);
    }

    @Test
    void reportsTheTablesOfAnotherProgramThatUsesFlyway(CapturedOutput output) throws Exception {
        execute(
                "create table threads (id int)",
                HISTORY,
                "insert into flyway_schema_history"
                        + " values (1, '1', 'other', 'SQL', 'V1__other.sql', 7, 'x', now(), 1, true)");

        assertStartFails("postgres", "flyway_schema_history in the database is not from this version", output);
    }

    @Test
    void reportsATableOfAnotherProgramWithTheSameName(CapturedOutput output) throws Exception {
        execute("create table threads (id int)", HISTORY);

        assertStartFails("postgres", "contains tables that are not Bobbin's", output);
    }

    private static void assertStartFails(String user, String reason, CapturedOutput output) {
        assertThatThrownBy(() -> new SpringApplicationBuilder(BobbinApplication.class)
                .properties("server.port=0", "spring.datasource.url=" + postgres.getJdbcUrl(user, "postgres"))
                .run());

        assertThat(output.getAll().lines().filter(line -> line.contains(" ERROR ")))
                .singleElement()
                .asString()
                .contains("Bobbin does not start. ", reason);
        assertThat(output).doesNotContain("\tat ", "destroy method failed");
    }

    private static void execute(String... statements) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
