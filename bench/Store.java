package bench;

import dev.bobbin.database.h2.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A database for a server under test. Bobbin creates the tables. SQL statements then fill them while no server runs. A
 * "conversation" is a thread of the API with its messages, except in {@link #withItems} and {@link #itemPath}.
 *
 * @param url JDBC URL that the statements use, with Bobbin's checksums in an H2 file
 * @param urlOfFloor JDBC URL of the bare JDBC loop, without checksums. Bobbin does not open the file after that
 * @param setting the server's setting that selects this database
 * @param numbers SQL table {@code r} that has a column {@code x} with the numbers from 1 to a parameter
 * @param digest SQL expression for the hexadecimal digest of a text, with {@code %s} in the place of the text
 * @param upkeep SQL statements for maintenance that the database would otherwise run by itself later
 * @param removal SQL statement that deletes all data
 */
record Store(
        String url,
        String urlOfFloor,
        String setting,
        String numbers,
        String digest,
        List<String> upkeep,
        String removal)
        implements AutoCloseable {

    /** The stored content of a message of 200 characters. */
    static final String CONTENT =
            "[{\"type\":\"text\",\"text\":{\"value\":\"" + "0123456789".repeat(20) + "\",\"annotations\":[]}}]";

    /** The end of a stored item of 200 characters. Its id comes before it. */
    private static final String ITEM_AFTER_ID =
            "\",\"type\":\"message\",\"status\":\"completed\",\"content\":[{\"type\":\"input_text\",\"text\":\""
                    + "0123456789".repeat(20) + "\"}],\"role\":\"user\"}";

    /**
     * Creates an empty H2 file. In the loop, H2's background writer stays idle, because each writer calls fsync itself.
     */
    static Store h2() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(Settings.FOLDER, "h2-");
        return new Store(
                        DataFolder.create(folder).url() + ";USER=sa",
                        "jdbc:h2:" + folder.resolve("bobbin")
                                + ";USER=sa;RETENTION_TIME=1000;LOCK_TIMEOUT=10000;WRITE_DELAY=86400000",
                        "bobbin.data-dir=" + folder,
                        "system_range(1, ?) r",
                        "rawtohex(hash('MD5', %s))",
                        List.of("analyze"),
                        "drop all objects delete files")
                .withTables();
    }

    /** Creates an empty schema in PostgreSQL. */
    static Store postgres(String name) throws IOException, InterruptedException, SQLException {
        String database = System.getenv("BENCH_POSTGRES_URL");
        String schema = "bobbin_bench_" + name;
        String removal = "drop schema if exists " + schema + " cascade";
        try (Connection connection = DriverManager.getConnection(database)) {
            connection.createStatement().execute(removal);
            connection.createStatement().execute("create schema " + schema);
        }
        String url = database + (database.contains("?") ? "&" : "?") + "currentSchema=" + schema;
        return new Store(
                        url,
                        url,
                        "spring.datasource.url=" + url,
                        "generate_series(1, ?) r(x)",
                        "md5(%s)",
                        List.of("vacuum analyze", "checkpoint"),
                        removal)
                .withTables();
    }

    private Store withTables() throws IOException, InterruptedException {
        WebServer.bobbin(this).close();
        return this;
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
    }

    /** Adds a conversation {@code thread_<name>} with messages of 200 characters. */
    Store withConversation(String name, int messages) throws SQLException {
        execute("insert into threads values (?, 'default', 1788000000, ?, '{}', '{}')", "thread_" + name, messages);
        execute(
                "insert into messages select ?, 'msg_' || substr(" + digest.formatted("cast(x as varchar)")
                        + ", 1, 24), x, 'user', 1788000000, ?, '[]', '{}' from " + numbers,
                "thread_" + name,
                CONTENT,
                messages);
        keepUp();
        return this;
    }

    /** Adds conversations {@code thread_1}, {@code thread_2} and so on. They grow in parallel, as in real use. */
    Store withConversations(int conversations, int messagesEach) throws SQLException {
        execute(
                "insert into threads select 'thread_' || x, 'default', 1788000000, ?, '{}', '{}' from " + numbers,
                messagesEach,
                conversations);
        for (int position = 1; position <= messagesEach; position++) {
            execute(
                    "insert into messages select 'thread_' || x, 'msg_' || substr("
                            + digest.formatted("'" + position + " ' || x")
                            + ", 1, 24), ?, 'user', 1788000000, ?, '[]', '{}' from " + numbers,
                    position,
                    CONTENT,
                    conversations);
        }
        keepUp();
        return this;
    }

    /** Adds conversations {@code conv_1}, {@code conv_2} and so on, with items of 200 characters. */
    Store withItems(int conversations, int itemsEach) throws SQLException {
        execute(
                "insert into conversations select 'conv_' || x, 'default', 1788000000, ?, '{}', 1788000000 from "
                        + numbers,
                itemsEach,
                conversations);
        for (int position = 1; position <= itemsEach; position++) {
            String id = "'msg_' || substr(" + digest.formatted("'" + position + " ' || x") + ", 1, 24)";
            execute(
                    "insert into conversation_items select 'conv_' || x, " + id + ", ?, 'message', '{\"id\":\"' || "
                            + id + " || ? from " + numbers,
                    position,
                    ITEM_AFTER_ID,
                    conversations);
        }
        keepUp();
        return this;
    }

    private void keepUp() throws SQLException {
        for (String sql : upkeep) {
            execute(sql);
        }
    }

    private void execute(String sql, Object... parameters) throws SQLException {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.execute();
        }
    }

    /** Returns the URL path of the message at a position of a conversation. */
    String messagePath(String conversation, int position) throws SQLException {
        return query("select '/v1/threads/' || thread_id || '/messages/' || id from messages"
                        + " where thread_id = 'thread_" + conversation + "' and position = " + position)
                .get(0);
    }

    /** Returns the URL path of the item at a position of a conversation. */
    String itemPath(int conversation, int position) throws SQLException {
        return query("select '/v1/conversations/' || conversation_id || '/items/' || id from conversation_items"
                        + " where conversation_id = 'conv_" + conversation + "' and position = " + position)
                .get(0);
    }

    List<String> query(String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = connect();
                ResultSet rows = connection.createStatement().executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    @Override
    public void close() throws SQLException {
        execute(removal);
    }
}
