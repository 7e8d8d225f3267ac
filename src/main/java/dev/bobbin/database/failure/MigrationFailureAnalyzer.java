package dev.bobbin.database.failure;

import java.sql.SQLException;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Reports in one sentence why Flyway cannot create or migrate the tables. Flyway's own messages fill many lines. */
class MigrationFailureAnalyzer extends AbstractFailureAnalyzer<FlywayException> {

    private static final String PERMISSION_DENIED = "42501";
    private static final String TABLE_EXISTS = "42P07";

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, FlywayException cause) {
        String state = sqlState(cause);
        if (state.equals(PERMISSION_DENIED)) {
            return new FailureAnalysis(
                    "The database user is not allowed to create or change tables in the schema.",
                    "Grant the user the privilege create on the schema, and let it own Bobbin's tables.",
                    cause);
        }
        if (cause.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE
                || state.equals(TABLE_EXISTS)) {
            return new FailureAnalysis(
                    "The schema of the database contains tables that are not Bobbin's.",
                    "Set spring.datasource.url to an empty database or schema.",
                    cause);
        }
        if (cause.getErrorCode() == CoreErrorCode.VALIDATE_ERROR) {
            return new FailureAnalysis(
                    "The table flyway_schema_history in the database is not from this version of Bobbin.",
                    "If it belongs to another program, set spring.datasource.url to an empty database or schema.",
                    cause);
        }
        return new FailureAnalysis(
                "The tables of the database cannot be created or migrated: " + firstLine(cause),
                "Check the database, and start the server again.",
                cause);
    }

    private static String sqlState(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException e && e.getSQLState() != null) {
                return e.getSQLState();
            }
        }
        return "";
    }

    /** Prefers the database's message, since Flyway's own begins with a headline. */
    private static String firstLine(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message =
                String.valueOf(root.getMessage()).lines().findFirst().orElse("").strip();
        return message.endsWith(".") ? message : message + ".";
    }
}
