package dev.bobbin.database;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.ArgumentPreparedStatementSetter;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Executes statements whose parameters can be large. H2 keeps a closed statement with its parameters until the
 * connection uses the statement again, so this class clears them.
 */
public final class LargeParameters {

    private LargeParameters() {}

    /** Returns the number of changed rows. */
    public static int update(JdbcTemplate jdbc, String sql, Object... parameters) {
        Integer rows = jdbc.execute(sql, (PreparedStatement statement) -> {
            set(statement, parameters);
            int updated = statement.executeUpdate();
            statement.clearParameters();
            return updated;
        });
        return Objects.requireNonNull(rows);
    }

    /** Executes the statement once for each row of parameters, in one batch. */
    public static void batchUpdate(JdbcTemplate jdbc, String sql, List<Object[]> rows) {
        if (rows.isEmpty()) {
            return;
        }
        jdbc.execute(sql, (PreparedStatement statement) -> {
            for (Object[] row : rows) {
                set(statement, row);
                statement.addBatch();
            }
            int[] updated = statement.executeBatch();
            statement.clearParameters();
            return updated;
        });
    }

    private static void set(PreparedStatement statement, Object... parameters) throws SQLException {
        new ArgumentPreparedStatementSetter(parameters).setValues(statement);
    }
}
