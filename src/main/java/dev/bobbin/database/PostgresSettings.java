package dev.bobbin.database;

import dev.bobbin.database.failure.DatabaseUnavailableException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks the settings of PostgreSQL on which the promises of the server depend. */
final class PostgresSettings {

    private static final Logger log = LoggerFactory.getLogger(PostgresSettings.class);

    private PostgresSettings() {}

    static void check(String url, Connection connection) throws SQLException {
        String encoding = show(connection, "server_encoding");
        // PostgreSQL would reject characters that another encoding lacks.
        if (!encoding.equals("UTF8")) {
            connection.close();
            throw DatabaseUnavailableException.encoding(url, encoding);
        }
        for (String setting : List.of("fsync", "synchronous_commit")) {
            if (show(connection, setting).equals("off")) {
                log.warn(
                        "PostgreSQL's {} is off, so acknowledged messages can get lost when the database server"
                                + " fails. Set it to on.",
                        setting);
            }
        }
    }

    private static String show(Connection connection, String setting) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show " + setting)) {
            row.next();
            return row.getString(1);
        }
    }
}
