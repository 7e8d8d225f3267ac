package dev.bobbin.database.backup;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipException;

/**
 * What a server has stored when it makes a backup. The zip contains it as lines such as {@code MESSAGES 42}.
 *
 * @param rows the number of rows in each table
 */
record BackupSummary(Map<String, Long> rows) {

    private static final Pattern LINE = Pattern.compile("(\\w+) (\\d{1,18})");

    static BackupSummary parse(String text) throws ZipException {
        Map<String, Long> rows = new TreeMap<>();
        for (String line : text.split("\n")) {
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                throw new ZipException("The summary is malformed");
            }
            rows.put(parts.group(1), Long.parseLong(parts.group(2)));
        }
        return new BackupSummary(rows);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        rows.forEach(
                (table, count) -> text.append(table).append(' ').append(count).append('\n'));
        return text.toString();
    }

    /** Returns the numbers that an operator wants to see. */
    String objects() {
        return rowsOf("THREADS") + " threads, " + rowsOf("MESSAGES") + " messages, " + rowsOf("CONVERSATIONS")
                + " conversations, " + rowsOf("CONVERSATION_ITEMS") + " items";
    }

    /** The number of rows in a table; 0 if the backup is older than the table. */
    private long rowsOf(String table) {
        return rows.getOrDefault(table, 0L);
    }

    /** Whether the database has the tables of every Bobbin database. */
    boolean hasTables() {
        return rows.containsKey("THREADS") && rows.containsKey("MESSAGES");
    }
}
