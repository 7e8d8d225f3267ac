package dev.bobbin.server.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;

/**
 * An embedded PostgreSQL whose operator has chosen other defaults than those that the statements are designed for.
 * Texts sort by the rules of German, so {@code a} comes before {@code B}. Transactions use {@code repeatable read}.
 */
public final class UnusualPostgres {

    private UnusualPostgres() {}

    public static EmbeddedPostgres start() throws IOException {
        return builder().start();
    }

    public static EmbeddedPostgres.Builder builder() {
        return EmbeddedPostgres.builder()
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("locale-provider", "icu")
                .setLocaleConfig("icu-locale", "de-DE")
                .setServerConfig("default_transaction_isolation", "'repeatable read'");
    }
}
