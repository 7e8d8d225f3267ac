package dev.bobbin.database.h2.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.database.Migrations;
import dev.bobbin.database.h2.DataFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVMap;
import org.h2.result.SearchRow;
import org.h2.value.VersionedValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownSchemaTests {

    /** If the test fails, copy this file to {@code src/main/resources/db}. */
    private static final Path EXTENDED_LIST = Path.of("target/h2-schema.sql");

    @TempDir
    private Path folder;

    /** The list keeps statements that only earlier versions of Bobbin or H2 wrote. */
    @Test
    void containsTheStatementsAfterEachMigration() throws Exception {
        String url = new DataFolder(folder).url();
        Set<String> statements = new LinkedHashSet<>(List.of(known().split(";\n")));
        try (Connection connection = DriverManager.getConnection(url, "sa", "")) {
            Flyway all = Flyway.configure()
                    .dataSource(url, "sa", "")
                    .locations(Migrations.of(url))
                    .load();
            for (MigrationInfo migration : all.info().all()) {
                Flyway.configure()
                        .dataSource(url, "sa", "")
                        .locations(Migrations.of(url))
                        .target(migration.getVersion())
                        .load()
                        .migrate();
                statements.addAll(statements(connection));
            }
        }
        Files.writeString(EXTENDED_LIST, String.join(";\n", statements) + ";\n");

        assertThat(known()).isEqualTo(Files.readString(EXTENDED_LIST));
        assertThat(statements).allMatch(KnownSchema::contains);
    }

    @Test
    void containsOnlyTheStatementsThemselves() {
        assertThat(KnownSchema.contains("SET CREATE_BUILD 240")).isTrue();
        assertThat(KnownSchema.contains("SET CREATE_BUILD 240; CREATE ALIAS X AS ''"))
                .isFalse();
        assertThat(KnownSchema.contains("CREATE CACHED TABLE OTHER()")).isFalse();
    }

    private static String known() throws IOException {
        try (InputStream list = KnownSchema.class.getResourceAsStream(KnownSchema.RESOURCE)) {
            return new String(list.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Returns the statements without those that set up any H2 database. */
    private static Set<String> statements(Connection connection) throws SQLException {
        SessionLocal session =
                (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
        MVMap<Long, VersionedValue<SearchRow>> rows =
                session.getDatabase().getStore().getMvStore().openMap("table.0");
        Set<String> statements = new LinkedHashSet<>();
        rows.values()
                .forEach(row -> statements.add(row.getCurrentValue().getValue(3).getString()));
        statements.removeIf(sql -> sql.startsWith("SET ") || sql.startsWith("CREATE USER "));
        return statements;
    }
}
