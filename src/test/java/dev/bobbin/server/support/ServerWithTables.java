package dev.bobbin.server.support;

import java.sql.Connection;
import java.sql.SQLException;
import org.springframework.jdbc.core.JdbcTemplate;

/** A running server whose tables the tests may look into. */
public interface ServerWithTables extends Server {

    JdbcTemplate jdbc();

    /** How many rows there are of a table, with a condition if need be. */
    default long count(String from) {
        return jdbc().queryForObject("select count(*) from " + from, Long.class);
    }

    /** A connection of its own to the database, beside the server. */
    default Connection connect() throws SQLException {
        return jdbc().getDataSource().getConnection();
    }
}
