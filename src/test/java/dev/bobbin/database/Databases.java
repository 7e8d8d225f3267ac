package dev.bobbin.database;

import java.time.Duration;

/** Opens databases for tests in other packages. */
public final class Databases {

    private Databases() {}

    /** Opens the H2 database of a URL. */
    public static Database open(String url) {
        return Database.open(url, "sa", "", Duration.ZERO);
    }
}
