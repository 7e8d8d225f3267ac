package dev.bobbin.database.h2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.stream.Stream;
import org.h2.engine.Constants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTests {

    @TempDir
    private Path folder;

    @Test
    void createsFilesThatOnlyTheirOwnerCanRead() throws Exception {
        DataFolder data = new DataFolder(folder);
        FolderLock.of(data).close();
        data.prepareFile();
        try (Connection connection = DriverManager.getConnection(data.url(), "sa", "")) {
            assertThat(connection.isValid(1)).isTrue();
        }

        assertOnlyOwnerCanAccess("bobbin.lock", "bobbin.mv.db");
    }

    /** At a commit, H2 would read the whole table without regard to the heap. */
    @Test
    void collectsNoStatistics() throws Exception {
        try (Connection connection = DriverManager.getConnection(new DataFolder(folder).url(), "sa", "");
                Statement statement = connection.createStatement()) {
            statement.execute("create table numbers (number bigint)");
            statement.execute("insert into numbers select 1 from system_range(1, 5000)");
            try (ResultSet selectivity = statement.executeQuery(
                    "select selectivity from information_schema.columns where table_name = 'NUMBERS'")) {
                selectivity.next();

                assertThat(selectivity.getInt(1)).isEqualTo(Constants.SELECTIVITY_DEFAULT);
            }
        }
    }

    @Test
    void removesThePermissionsOfOtherUsers() throws Exception {
        DataFolder data = new DataFolder(folder);
        FolderLock.of(data).close();
        data.prepareFile();
        for (String name : new String[] {"bobbin.lock", "bobbin.mv.db"}) {
            Files.setPosixFilePermissions(folder.resolve(name), PosixFilePermissions.fromString("rw-r--r--"));
        }

        FolderLock.of(data).close();
        DriverManager.getConnection(data.url(), "sa", "").close();

        assertOnlyOwnerCanAccess("bobbin.lock", "bobbin.mv.db");
    }

    @Test
    void givesTheCompactedCopyToItsOwnerOnly() throws Exception {
        DataFolder data = new DataFolder(folder);
        data.prepareFile();
        try (Connection connection = DriverManager.getConnection(data.url(), "sa", "")) {
            connection.createStatement().execute("shutdown compact");
        }

        assertOnlyOwnerCanAccess("bobbin.mv.db");
    }

    @Test
    void finishesTheReplacementOfTheFileByItsCompactedCopy() throws Exception {
        DataFolder data = new DataFolder(folder);
        DriverManager.getConnection(data.url(), "sa", "").close();
        byte[] copy = Files.readAllBytes(data.file());
        Files.move(data.file(), folder.resolve("bobbin.mv.db.newFile"));

        data.prepareFile();

        assertThat(data.file()).hasBinaryContent(copy);
    }

    private void assertOnlyOwnerCanAccess(String... names) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder(names);
        }
        for (String name : names) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
                    .as(name)
                    .isEqualTo("rw-------");
        }
    }
}
