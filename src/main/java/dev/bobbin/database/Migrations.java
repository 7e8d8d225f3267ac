package dev.bobbin.database;

import org.flywaydb.core.api.configuration.FluentConfiguration;

/** The migrations that Flyway runs. */
public final class Migrations {

    private Migrations() {}

    /**
     * Adds the migrations of a database. Indexes of ids differ: PostgreSQL compares texts by the rules of a language
     * unless told otherwise, and H2 always compares by code unit.
     */
    public static FluentConfiguration configure(FluentConfiguration flyway, String jdbcUrl) {
        String database = Database.isPostgres(jdbcUrl) ? "postgresql" : "h2";
        return flyway.locations("classpath:db/migration", "classpath:db/" + database)
                .javaMigrations(
                        new IdFirstKey("49", "messages", "thread_id"),
                        new IdFirstKey("50", "conversation_items", "conversation_id"));
    }
}
