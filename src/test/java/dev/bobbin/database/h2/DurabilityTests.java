package dev.bobbin.database.h2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.BobbinApplication;
import dev.bobbin.database.Database;
import dev.bobbin.database.Databases;
import dev.bobbin.server.support.ApiClient;
import dev.bobbin.server.support.SequenceKind;
import dev.bobbin.server.support.SequenceUnderTest;
import dev.bobbin.server.support.Server;
import dev.bobbin.server.support.ServerTest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.test.context.bean.override.convention.TestBean;

/** Acknowledged writes are durable, even on a disk that loses everything without an fsync. */
@ServerTest(classes = BobbinApplication.class)
@Timeout(120)
class DurabilityTests implements Server {

    private static final int WRITERS = 8;
    private static final int POWER_FAILURES = 10;
    private static final int WRITES_BETWEEN_FAILURES = 40;

    @TempDir
    static Path folder;

    @TestBean
    private Database database;

    static Database database() {
        return Databases.open(PowerLossFileSystem.url(folder));
    }

    @ParameterizedTest
    @EnumSource
    void keepsEveryAcknowledgedMessageAndItemAfterAPowerFailure(SequenceKind kind) throws Exception {
        SequenceUnderTest sequence = sequenceOf(kind);
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        for (int i = 0; i < WRITERS; i++) {
            writers.execute(() -> {
                while (!writers.isShutdown()) {
                    ApiClient.Response response = sequence.append("Hello");
                    acknowledged.add(kind == SequenceKind.ITEMS ? response.ids().get(0) : response.id());
                }
            });
        }
        for (int failure = 1; failure <= POWER_FAILURES; failure++) {
            while (acknowledged.size() < failure * WRITES_BETWEEN_FAILURES) {
                Thread.onSpinWait();
            }
            List<String> acknowledgedBefore = List.copyOf(acknowledged);
            Path copy = folder.resolve(kind.table() + failure);
            PowerLossFileSystem.copyDurable(folder.resolve("bobbin.mv.db"), Path.of(copy + ".mv.db"));

            assertThat(idsIn(copy, kind)).containsAll(acknowledgedBefore);
        }
        writers.shutdown();
        assertThat(writers.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    /** Simulates H2's background thread. Every 500 ms, it takes a snapshot and has it written without an fsync. */
    @Test
    void keepsCommitsWhoseSnapshotH2TookBeforeTheSync() throws Exception {
        String url = PowerLossFileSystem.url(folder);
        try (Connection connection = DriverManager.getConnection(url, "sa", "")) {
            H2File file = H2File.of(connection);
            MVStore store = H2File.storeOf(connection);
            connection.createStatement().execute("create table items (id int)");
            for (int i = 0; i < 30; i++) {
                connection.createStatement().execute("insert into items values (" + i + ")");
                store.tryCommit();
                file.sync();
                Path copy = folder.resolve("snapshot" + i);
                PowerLossFileSystem.copyDurable(folder.resolve("bobbin.mv.db"), Path.of(copy + ".mv.db"));

                assertThat(query(copy, "select id from items")).contains(String.valueOf(i));
            }
        }
    }

    @Test
    void keepsModificationsAndDeletionsAfterAPowerFailure() throws Exception {
        String thread = threadWith("Modified", "Deleted");
        List<String> ids = api().get(thread + "/messages").ids();
        ApiClient.Response modified = api().post(thread + "/messages/" + ids.get(1), "{\"metadata\": {\"a\": \"1\"}}");
        api().delete(thread + "/messages/" + ids.get(0));
        Path copy = folder.resolve("changed");
        PowerLossFileSystem.copyDurable(folder.resolve("bobbin.mv.db"), Path.of(copy + ".mv.db"));

        assertThat(modified.status()).isEqualTo(200);
        assertThat(query(copy, "select metadata from messages where id = '" + ids.get(1) + "'"))
                .containsExactly("{\"a\":\"1\"}");
        assertThat(idsIn(copy, SequenceKind.MESSAGES)).doesNotContain(ids.get(0));
    }

    private static List<String> idsIn(Path database, SequenceKind kind) throws SQLException {
        return query(database, "select id from " + kind.table());
    }

    private static List<String> query(Path database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:file:" + database, "sa", "");
                ResultSet rows = connection.createStatement().executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }
}
