package dev.bobbin.database.backup;

import dev.bobbin.database.Migrations;
import dev.bobbin.database.h2.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;

/** Creates H2 files for tests. */
final class TestDatabase {

    private TestDatabase() {}

    /** Returns a file with Bobbin's schema, after the statements have changed it. */
    static byte[] create(Path folder, String... statements) throws IOException, SQLException {
        String url = new DataFolder(folder).url();
        Flyway.configure()
                .dataSource(url, "sa", "")
                .locations(Migrations.of(url))
                .load()
                .migrate();
        execute(url, statements);
        return Files.readAllBytes(new DataFolder(folder).file());
    }

    /** Returns a file without tables. */
    static byte[] createEmpty(Path folder) throws IOException, SQLException {
        execute(new DataFolder(folder).url());
        return Files.readAllBytes(new DataFolder(folder).file());
    }

    private static void execute(String url, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "sa", "");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
