package dev.bobbin.database.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bobbin.database.failure.DatabaseUnavailableException;
import dev.bobbin.database.h2.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.mock.env.MockEnvironment;

class RestoreCommandTests {

    private static final String CODE = "new java.io.File(\"MARKER\").createNewFile();";

    @TempDir
    private Path folder;

    /** Each element is a list of statements, in which CODE stands for code that creates the file MARKER. */
    static Stream<List<String>> hostileObjects() {
        String alias = "create alias run as 'String run() throws Exception { CODE return \"\"; }'";
        return Stream.of(
                List.of(
                        alias,
                        "set referential_integrity false",
                        "drop table deleted_messages",
                        "drop table messages cascade",
                        "drop table threads",
                        "create view threads as select run() as id"),
                List.of(alias, "alter table messages add constraint hostile check(length(run()) = 0)"),
                List.of("create trigger hostile before insert on threads as "
                        + "'org.h2.api.Trigger create() throws Exception "
                        + "{ CODE return (connection, before, after) -> {}; }'"),
                List.of("create linked table hostile('', 'jdbc:h2:mem:hostile;init=create table hostile as "
                        + "select file_write(1, ''MARKER'')', 'sa', '', "
                        + "'INFORMATION_SCHEMA', 'TABLES')"));
    }

    @ParameterizedTest
    @MethodSource("hostileObjects")
    void runsNoCodeOfAHostileBackup(List<String> statements) throws Exception {
        Path marker = folder.resolve("marker");
        byte[] database = hostile(marker, statements);

        assertThatThrownBy(() -> restore(zip(database)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("backup.zip cannot be restored: it contains an object that is not part of");
        assertThat(marker).doesNotExist();
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @ParameterizedTest
    @MethodSource("hostileObjects")
    void runsNoCodeOfAHostileFileAtStartUp(List<String> statements) throws Exception {
        Path marker = folder.resolve("marker");
        DataFolder data = DataFolder.create(folder.resolve("data"));
        Files.write(data.file(), hostile(marker, statements));

        assertThatThrownBy(data::prepareFile)
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining(data.file() + " is not used: it contains an object that is not part of");
        assertThat(marker).doesNotExist();
    }

    @Test
    void restoresFilesThatOnlyTheirOwnerCanRead() throws Exception {
        Files.createDirectory(
                folder.resolve("data"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));

        assertThat(restore(zip(TestDatabase.create(folder.resolve("original")))))
                .contains("0 threads, 0 messages, 0 conversations, 0 items");
        assertThat(folder.resolve("data")).isDirectoryContaining("glob:**/bobbin.mv.db");
        try (Stream<Path> files = Files.list(folder.resolve("data"))) {
            assertThat(files)
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void leavesAnExistingDatabaseUnchanged() throws Exception {
        Path existing = Files.createDirectory(folder.resolve("data")).resolve("bobbin.mv.db");
        Files.writeString(existing, "existing");

        assertThatThrownBy(() -> restore(zip(TestDatabase.create(folder.resolve("original")))))
                .hasMessageContaining("already exists");
        assertThat(existing).hasContent("existing");
    }

    @Test
    void restoresAfterAnInterruptedRestore() throws Exception {
        Path interrupted = Files.createDirectory(folder.resolve("data")).resolve("bobbin.part.mv.db");
        Files.writeString(interrupted, "partial");

        restore(zip(TestDatabase.create(folder.resolve("original"))));

        assertThat(interrupted).doesNotExist();
        assertThat(folder.resolve("data/bobbin.mv.db")).exists();
    }

    @Test
    void leavesNothingBehindAfterAFailure() throws Exception {
        Path noBackup = Files.writeString(folder.resolve("backup.zip"), "Hello");

        assertThatThrownBy(() -> restore(noBackup)).hasMessageContaining("is not a Bobbin backup, or it is damaged");
        assertThat(folder.resolve("data")).doesNotExist();
        assertThatThrownBy(() -> restore(folder.resolve("missing.zip"))).hasMessageContaining("There is no file");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    private String restore(Path backup) throws IOException {
        String data = folder.resolve("data").toString();
        return new RestoreCommand().run(backup, new MockEnvironment().withProperty("bobbin.data-dir", data));
    }

    private Path zip(byte[] database) throws IOException {
        Path file = folder.resolve("backup.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("bobbin.mv.db"));
            zip.write(database);
        }
        return file;
    }

    /** Returns a database whose code creates the marker. Some of the code has already run here. */
    private byte[] hostile(Path marker, List<String> statements) throws Exception {
        String[] withCode = statements.stream()
                .map(sql -> sql.replace("CODE", CODE).replace("MARKER", marker.toString()))
                .toArray(String[]::new);
        byte[] database = TestDatabase.create(folder.resolve("hostile"), withCode);
        Files.deleteIfExists(marker);
        return database;
    }
}
