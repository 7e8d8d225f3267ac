package dev.bobbin.database.h2.content;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The SQL statements that H2 stores in a file to create Bobbin's tables, of this version and all earlier ones. H2
 * writes these statements itself, so they differ from those in the migrations.
 */
final class KnownSchema {

    static final String RESOURCE = "/db/h2-schema.sql";

    private static final String SEPARATOR = ";\n";

    /** Settings of the file, and the user that the server connects as. */
    private static final Pattern SETTING_OR_USER =
            Pattern.compile("SET CREATE_BUILD \\d+|SET RETENTION_TIME \\d+|CREATE USER IF NOT EXISTS \"SA\" "
                    + "SALT '\\p{XDigit}+' HASH '\\p{XDigit}+' ADMIN");

    /** Migrations set this for two columns. Earlier versions let H2 set it for each column when the table grew. */
    private static final Pattern STATISTICS = Pattern.compile(" SELECTIVITY \\d+");

    private static final Set<String> STATEMENTS = read();

    private KnownSchema() {}

    static boolean contains(String sql) {
        return SETTING_OR_USER.matcher(sql).matches() || STATEMENTS.contains(withoutStatistics(sql));
    }

    private static String withoutStatistics(String sql) {
        return STATISTICS.matcher(sql).replaceAll("");
    }

    private static Set<String> read() {
        try (InputStream file = Objects.requireNonNull(KnownSchema.class.getResourceAsStream(RESOURCE))) {
            String statements = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            // Two statements can differ only in their statistics.
            return Set.copyOf(List.of(withoutStatistics(statements).split(SEPARATOR)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
