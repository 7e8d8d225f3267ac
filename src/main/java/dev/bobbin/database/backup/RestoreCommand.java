package dev.bobbin.database.backup;

import dev.bobbin.database.DatabaseProperties;
import dev.bobbin.database.failure.DatabaseUnavailableException;
import dev.bobbin.database.h2.DataFolder;
import dev.bobbin.database.h2.FolderLock;
import dev.bobbin.database.h2.OwnerOnlyFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;

/** {@code java -jar bobbin.jar restore FILE} makes a data folder of a backup, where there is no database yet. */
public final class RestoreCommand implements FileCommand {

    @Override
    public String run(Path file, Environment settings) throws IOException {
        DatabaseProperties storage = Binder.get(settings).bindOrCreate("bobbin", DatabaseProperties.class);
        try {
            storage.check();
            return restore(file, DataFolder.create(Path.of(storage.dataDir())));
        } catch (DatabaseUnavailableException | InvalidConfigurationPropertyValueException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static String restore(Path file, DataFolder folder) throws IOException {
        Path database = folder.path().resolve(BackupCommand.ENTRY);
        Path part = folder.path().resolve(BackupCommand.ENTRY + ".part");
        FolderLock lock = FolderLock.of(folder);
        try (lock;
                InputStream backup = BackupCommand.open(file)) {
            if (Files.exists(database)) {
                throw new IOException(
                        database + " is there already. Move it away, or set bobbin.data-dir to another folder");
            }
            write(backup, part);
            Files.move(part, database, StandardCopyOption.ATOMIC_MOVE);
            return "The backup is restored to " + database + ": " + count(folder) + ".";
        } catch (SQLException e) {
            Files.delete(database);
            throw new IOException("What is in " + file + " cannot be opened as a database: " + e.getMessage(), e);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void write(InputStream backup, Path file) throws IOException {
        OwnerOnlyFile.create(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            OutputStream out = Channels.newOutputStream(channel);
            backup.transferTo(out);
            channel.force(true);
        }
    }

    /** Opens the database, as the server will. */
    private static String count(DataFolder folder) throws SQLException {
        try (Connection connection = DriverManager.getConnection(folder.url(), "sa", "");
                Statement statement = connection.createStatement();
                ResultSet counts = statement.executeQuery(
                        "select (select count(*) from threads), (select count(*) from messages)")) {
            counts.next();
            return counts.getLong(1) + " threads, " + counts.getLong(2) + " messages";
        }
    }
}
