package dev.bobbin.database.h2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.stream.Stream;
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
