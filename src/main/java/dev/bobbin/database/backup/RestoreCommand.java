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

/** {@code java -jar bobbin.jar restore FILE}: restores a backup to a data folder that contains no database. */
public final class RestoreCommand implements FileCommand {

    @Override
    public String run(Path file, Environment settings) throws IOException {
        DatabaseProperties properties = Binder.get(settings).bindOrCreate("bobbin", DatabaseProperties.class);
        try {
            properties.check();
            return restore(file, DataFolder.create(Path.of(properties.dataDir())));
        } catch (DatabaseUnavailableException | InvalidConfigurationPropertyValueException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static String restore(Path file, DataFolder folder) throws IOException {
        Path database = folder.path().resolve(BackupCommand.ENTRY);
        Path partial = folder.path().resolve(BackupCommand.ENTRY + ".part");
        FolderLock lock = FolderLock.of(folder);
        try (lock;
                InputStream backup = BackupCommand.open(file)) {
            if (Files.exists(database)) {
                throw new IOException(
                        database + " already exists. Move it away, or set bobbin.data-dir to another folder");
            }
            write(backup, partial);
            Files.move(partial, database, StandardCopyOption.ATOMIC_MOVE);
            return "Restored the backup to " + database + ": " + countRows(folder) + ".";
        } catch (SQLException e) {
            Files.delete(database);
            throw new IOException("H2 cannot open the database in " + file + ": " + e.getMessage(), e);
        } finally {
            Files.deleteIfExists(partial);
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

    /** Opens the database as the server does, and counts its threads and messages. */
    private static String countRows(DataFolder folder) throws SQLException {
        try (Connection connection = DriverManager.getConnection(folder.url(), "sa", "");
                Statement statement = connection.createStatement();
                ResultSet counts = statement.executeQuery(
                        "select (select count(*) from threads), (select count(*) from messages)")) {
            counts.next();
            return counts.getLong(1) + " threads, " + counts.getLong(2) + " messages";
        }
    }
}
