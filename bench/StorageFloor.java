package bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Scanner;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The baseline for the database: creates messages with bare JDBC, without HTTP, JSON, Hibernate and a connection pool.
 * Each writer thread has one connection, and the messages go to all conversations in turn. The program reads lines such
 * as {@code 16 10} from standard input: run 16 connections for 10 s. It then prints the number of messages created.
 */
final class StorageFloor {

    /** Creates and commits a message in a conversation, without the fsync. */
    @FunctionalInterface
    private interface Creation {

        void in(String conversation) throws SQLException;
    }

    /** The SQL statements that create a message. */
    enum Way {
        TWO_STATEMENTS("two statements and a commit"),
        ONE_STATEMENT("one statement");

        private final String text;

        Way(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private final String url;
    private final Way way;
    private final boolean onH2;
    private final List<String> conversations;
    private final Runnable force;
    private final AtomicLong messages = new AtomicLong();

    private StorageFloor(String url, Way way, Connection connection) throws SQLException {
        this.url = url;
        this.way = way;
        this.conversations = conversations(connection);
        this.onH2 = url.startsWith("jdbc:h2:");
        this.force = onH2 ? new SharedForce(connection) : () -> {};
    }

    /** Expects the JDBC URL of the database and the name of a {@link Way}. */
    public static void main(String[] args) throws Exception {
        try (Connection connection = DriverManager.getConnection(args[0]);
                Scanner input = new Scanner(System.in)) {
            StorageFloor floor = new StorageFloor(args[0], Way.valueOf(args[1]), connection);
            while (input.hasNextInt()) {
                System.out.println(floor.run(input.nextInt(), input.nextInt()));
            }
        }
    }

    private static List<String> conversations(Connection connection) throws SQLException {
        List<String> ids = new ArrayList<>();
        try (ResultSet rows = connection.createStatement().executeQuery("select id from threads order by id")) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }

    private long run(int connections, int seconds) throws Exception {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        Callable<Long> writer = () -> write(end);
        ExecutorService writers = Executors.newFixedThreadPool(connections);
        long written = 0;
        try {
            for (Future<Long> done : writers.invokeAll(Collections.nCopies(connections, writer))) {
                written += done.get();
            }
        } finally {
            writers.shutdown();
        }
        return written;
    }

    private long write(long end) throws SQLException {
        long written = 0;
        try (Connection connection = DriverManager.getConnection(url)) {
            Creation creation = switch (way) {
                case TWO_STATEMENTS -> twoStatements(connection);
                case ONE_STATEMENT -> oneStatement(connection);
            };
            while (System.nanoTime() < end) {
                creation.in(conversations.get((int) (messages.getAndIncrement() % conversations.size())));
                force.run();
                written++;
            }
        }
        return written;
    }

    /** The statements of the server: on H2, a creation locks the thread without an update. */
    private Creation twoStatements(Connection connection) throws SQLException {
        String lock = onH2
                ? "select (select 1 from threads where id = ? and project = ? for update)"
                : "update threads set last_position = last_position + 1 where id = ? and project = ?";
        String position = onH2
                ? "coalesce((select m.position from messages m where m.thread_id = t.id"
                        + " order by m.thread_id desc, m.position desc limit 1), 0) + 1"
                : "t.last_position";
        connection.setAutoCommit(false);
        PreparedStatement lockThread = connection.prepareStatement(lock);
        PreparedStatement append = connection.prepareStatement("insert into messages"
                + " (thread_id, id, position, role, created_at, content, attachments, metadata)"
                + " select t.id, ?, " + position + ", ?, ?, ?, ?, ? from threads t where t.id = ?");
        return conversation -> {
            lockThread.setString(1, conversation);
            lockThread.setString(2, "default");
            lockThread.execute();
            setMessage(append, 1);
            append.setString(7, conversation);
            append.executeUpdate();
            connection.commit();
        };
    }

    private static Creation oneStatement(Connection connection) throws SQLException {
        PreparedStatement statement = connection.prepareStatement("with t as"
                + " (update threads set last_position = last_position + 1 where id = ? and project = ?"
                + " returning id, last_position)"
                + " insert into messages (thread_id, id, position, role, created_at, content, attachments, metadata)"
                + " select id, ?, last_position, ?, ?, ?, ?, ? from t");
        return conversation -> {
            statement.setString(1, conversation);
            statement.setString(2, "default");
            setMessage(statement, 3);
            statement.executeUpdate();
        };
    }

    private static void setMessage(PreparedStatement statement, int first) throws SQLException {
        statement.setString(first, newMessageId());
        statement.setString(first + 1, "user");
        statement.setLong(first + 2, System.currentTimeMillis() / 1000);
        statement.setString(first + 3, Store.CONTENT);
        statement.setString(first + 4, "[]");
        statement.setString(first + 5, "{}");
    }

    /** An id that sorts by time, like the server's, so that both sides insert neighbouring keys. */
    private static String newMessageId() {
        String time = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
        String random = UUID.randomUUID().toString().replace("-", "");
        return "msg_" + time + random.substring(0, 24 - time.length());
    }
}
