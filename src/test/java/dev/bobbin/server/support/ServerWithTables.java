package dev.bobbin.server.support;

import java.sql.Connection;
import java.sql.SQLException;
import org.springframework.jdbc.core.JdbcTemplate;

/** A running server whose database the tests can query. */
public interface ServerWithTables extends Server {

    JdbcTemplate jdbc();

    /** Counts the rows of a table. {@code from} is the table, optionally followed by a where clause. */
    default long count(String from) {
        return jdbc().queryForObject("select count(*) from " + from, Long.class);
    }

    /** Opens a connection to the database that is independent of the server's own. */
    default Connection connect() throws SQLException {
        return jdbc().getDataSource().getConnection();
    }
}
