package dev.bobbin.database;

/** Where Flyway finds the migrations. */
public final class Migrations {

    private Migrations() {}

    /**
     * The folders of a database. Indexes of ids differ: PostgreSQL compares texts by the rules of a language unless
     * told otherwise, and H2 always compares by code unit.
     */
    public static String[] of(String jdbcUrl) {
        String database = Database.isPostgres(jdbcUrl) ? "postgresql" : "h2";
        return new String[] {"classpath:db/migration", "classpath:db/" + database};
    }
}
