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
 * What the database costs by itself: the transaction in which Bobbin creates a message, with the statements that it
 * sends, over one connection a thread, without HTTP, JSON, Hibernate and a pool. The messages go to all conversations
 * of the database in turn. An input line such as {@code 16 10} asks for 16 connections that work for 10 s, and is
 * answered with the number of transactions.
 */
final class StorageFloor {

    private final String url;
    private final List<String> conversations;
    private final Runnable force;
    private final AtomicLong messages = new AtomicLong();

    private StorageFloor(String url, Connection connection) throws SQLException {
        this.url = url;
        this.conversations = conversations(connection);
        this.force = url.startsWith("jdbc:h2:") ? new SharedForce(connection) : () -> {};
    }

    public static void main(String[] args) throws Exception {
        try (Connection connection = DriverManager.getConnection(args[0]);
                Scanner input = new Scanner(System.in)) {
            StorageFloor floor = new StorageFloor(args[0], connection);
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
        long transactions = 0;
        try {
            for (Future<Long> written : writers.invokeAll(Collections.nCopies(connections, writer))) {
                transactions += written.get();
            }
        } finally {
            writers.shutdown();
        }
        return transactions;
    }

    private long write(long end) throws SQLException {
        long transactions = 0;
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement takePosition = connection.prepareStatement(
                        "update threads set last_position = last_position + 1 where id = ? and project = ?");
                PreparedStatement append = connection.prepareStatement("insert into messages"
                        + " (thread_id, id, position, role, created_at, content, attachments, metadata)"
                        + " select id, ?, last_position, ?, ?, ?, ?, ? from threads where id = ?")) {
            connection.setAutoCommit(false);
            while (System.nanoTime() < end) {
                create(takePosition, append);
                connection.commit();
                force.run();
                transactions++;
            }
        }
        return transactions;
    }

    private void create(PreparedStatement takePosition, PreparedStatement append) throws SQLException {
        long number = messages.getAndIncrement();
        String conversation = conversations.get((int) (number % conversations.size()));
        takePosition.setString(1, conversation);
        takePosition.setString(2, "default");
        takePosition.executeUpdate();
        append.setString(1, newMessageId());
        append.setString(2, "user");
        append.setLong(3, System.currentTimeMillis() / 1000);
        append.setString(4, Store.CONTENT);
        append.setString(5, "[]");
        append.setString(6, "{}");
        append.setString(7, conversation);
        append.executeUpdate();
    }

    private static String newMessageId() {
        return "msg_" + UUID.randomUUID().toString().replace("-", "").substring(0, 24);
    }
}
