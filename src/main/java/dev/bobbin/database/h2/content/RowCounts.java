package dev.bobbin.database.h2.content;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.result.SearchRow;
import org.h2.value.VersionedValue;
import org.jspecify.annotations.Nullable;

/** Counts the rows of each table. H2 stores the number of rows in the root page of a table. */
public final class RowCounts {

    /** H2's map of the SQL statements that create tables. */
    static final String STATEMENTS = "table.0";

    static final int SQL_COLUMN = 3;

    private static final int ID_COLUMN = 0;
    private static final Pattern CREATE_TABLE = Pattern.compile("CREATE CACHED TABLE \"PUBLIC\"\\.\"(\\w+)\"");

    private RowCounts() {}

    /** Counts the rows of a database that is open. */
    public static Map<String, Long> of(MVStore store) {
        MVMap<Long, VersionedValue<SearchRow>> statements = store.openMap(STATEMENTS);
        return of(statements, table -> store.openMap(table).sizeAsLong());
    }

    /** @param sizes returns the number of entries in the map with a name */
    static Map<String, Long> of(Map<Long, VersionedValue<SearchRow>> statements, ToLongFunction<String> sizes) {
        Map<String, Long> rows = new TreeMap<>();
        for (VersionedValue<SearchRow> statement : statements.values()) {
            @Nullable SearchRow row = statement.getCurrentValue();
            Matcher table = CREATE_TABLE.matcher(
                    row == null ? "" : row.getValue(SQL_COLUMN).getString());
            if (table.lookingAt()) {
                String map = "table." + row.getValue(ID_COLUMN).getInt();
                rows.put(table.group(1), sizes.applyAsLong(map));
            }
        }
        return rows;
    }
}
