package dev.bobbin.database.h2.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bobbin.database.Migrations;
import dev.bobbin.database.h2.DataFolder;
import dev.bobbin.database.h2.FileVerifier;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.function.Consumer;
import org.flywaydb.core.Flyway;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
import org.h2.mvstore.type.DataType;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.MetaType;
import org.h2.mvstore.type.ObjectDataType;
import org.h2.mvstore.type.StringDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UntrustedFileTests {

    private static final byte[] NO_OLD_VALUE = {0};

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create alias extra as 'void run() {}'",
                "create alias extra for 'java.lang.System.gc'",
                "create view extra as select 1",
                "alter table threads rename to extra",
                "create trigger extra before insert on threads as "
                        + "'org.h2.api.Trigger create() { return (connection, before, after) -> {}; }'",
                "create linked table extra('', 'jdbc:h2:mem:', 'sa', '', 'INFORMATION_SCHEMA', 'TABLES')",
                "alter table messages add constraint extra check(length(id) > 0)",
                "create table extra(id bigint)",
                "create domain extra as date check(value > date '2026-01-01')",
                "create constant extra value 1",
                "create sequence extra",
                "create schema extra",
                "create role extra",
                "create user extra password 'x' admin",
                "grant select on threads to public",
                "create synonym extra for threads",
                "comment on table threads is 'extra'",
                "create index extra on threads(project)",
                "alter table threads alter column metadata set default 'extra'",
                "alter table threads alter column metadata set on update 'extra'",
                "alter table threads add column extra varchar generated always as (project)",
                "alter table threads drop column metadata",
                "set ignorecase true",
            })
    void rejectsAnObjectThatIsNotBobbins(String sql) throws Exception {
        execute(sql);

        assertRejected("not part of Bobbin's schema");
    }

    @Test
    void createsNoObjectOfAClassThatTheFileNames() throws Exception {
        execute("");
        change(store -> store.openMap(
                        "_",
                        new MVMap.Builder<String, DataType<?>>()
                                .keyType(StringDataType.INSTANCE)
                                .valueType(new MetaType<>(null, null)))
                .put("0", new ForeignType()));

        assertRejected("the class " + ForeignType.class.getName());
    }

    @Test
    void deserializesNoPreparedTransaction() throws Exception {
        execute("");
        change(store -> preparedTransactions(store).put(1, new ForeignType()));

        assertRejected("a prepared transaction");
    }

    /** A change in an undo log names the map whose data types H2 reads it with. */
    @Test
    void deserializesNoKeyInAnUndoLog() throws Exception {
        execute("");
        change(store -> {
            WriteBuffer change = new WriteBuffer();
            change.putVarInt(preparedTransactions(store).getId());
            new ObjectDataType().write(change, new ForeignType());
            change.put(NO_OLD_VALUE);
            byte[] bytes = new byte[change.position()];
            change.getBuffer().flip().get(bytes);
            store.openMap(
                            "undoLog.1",
                            new MVMap.Builder<Long, byte[]>()
                                    .keyType(LongDataType.INSTANCE)
                                    .valueType(new Bytes()))
                    .put(1L << 40, bytes);
        });

        assertRejected("a map without data type");
    }

    @Test
    void acceptsTheFileOfAServerThatWasKilledBeforeItCreatedTables() throws IOException {
        change(store -> {});

        assertThat(FileVerifier.verify(file())).isEmpty();
    }

    @Test
    void rejectsAFileThatIsCutOff() throws Exception {
        execute("");
        Files.write(file(), Arrays.copyOf(Files.readAllBytes(file()), 5000));

        assertRejected("damaged");
    }

    @Test
    void acceptsTheFileOfAnEarlierRelease() throws Exception {
        try (InputStream release = getClass().getResourceAsStream("/releases/1.0.0/bobbin.mv.db")) {
            Files.copy(release, file());
        }

        assertThat(FileVerifier.verify(file())).containsEntry("THREADS", 1L).containsEntry("DELETED_MESSAGES", 1L);
    }

    @Test
    void countsTheRowsOfAGrownTable() throws Exception {
        execute("insert into abandoned_threads select x from system_range(1, 5000)", "analyze");

        assertThat(FileVerifier.verify(file()))
                .containsEntry("ABANDONED_THREADS", 5000L)
                .containsEntry("MESSAGES", 0L);
    }

    @Test
    void acceptsAFileWithAnUnfinishedTransaction() throws Exception {
        Path copy = folder.resolve("copy.mv.db");
        try (Connection connection = migrated();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("insert into abandoned_threads values ('one')");
            statement.execute("checkpoint sync");
            Files.copy(file(), copy);
        }

        assertThat(FileVerifier.verify(copy)).containsKeys("THREADS", "ABANDONED_THREADS");
    }

    private void assertRejected(String reason) throws IOException {
        byte[] before = Files.readAllBytes(file());
        ForeignType.loaded = false;

        assertThatThrownBy(() -> FileVerifier.verify(file()))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining(reason);
        assertThat(ForeignType.loaded).isFalse();
        assertThat(file()).hasBinaryContent(before);
    }

    private Path file() {
        return new DataFolder(folder).file();
    }

    /** Executes statements in a database with Bobbin's schema, and closes it. */
    private void execute(String... statements) throws SQLException {
        try (Connection connection = migrated();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private Connection migrated() throws SQLException {
        String url = new DataFolder(folder).url();
        Connection connection = DriverManager.getConnection(url, "sa", "");
        Flyway.configure()
                .dataSource(url, "sa", "")
                .locations(Migrations.of(url))
                .load()
                .migrate();
        return connection;
    }

    private void change(Consumer<MVStore> change) {
        try (MVStore store = MVStore.open("checked:" + file())) {
            change.accept(store);
        }
    }

    private static MVMap<Object, Object> preparedTransactions(MVStore store) {
        return store.openMap("openTransactions");
    }

    /** A class that H2 finds on the class path. */
    public static final class ForeignType extends BasicDataType<Object> implements Serializable {

        private static final long serialVersionUID = 1L;

        private static boolean loaded;

        public ForeignType() {
            loaded = true;
        }

        private Object readResolve() {
            loaded = true;
            return this;
        }

        @Override
        public Object read(ByteBuffer buffer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(WriteBuffer buffer, Object value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int getMemory(Object value) {
            return 0;
        }

        @Override
        public Object[] createStorage(int size) {
            return new Object[size];
        }
    }

    /** Writes values as they are. */
    private static final class Bytes extends BasicDataType<byte[]> {

        @Override
        public byte[] read(ByteBuffer buffer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(WriteBuffer buffer, byte[] value) {
            buffer.put(value);
        }

        @Override
        public int getMemory(byte[] value) {
            return value.length;
        }

        @Override
        public byte[][] createStorage(int size) {
            return new byte[size][];
        }
    }
}
