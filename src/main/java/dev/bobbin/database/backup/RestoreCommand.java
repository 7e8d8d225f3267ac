package dev.bobbin.database.backup;

import dev.bobbin.database.DatabaseProperties;
import dev.bobbin.database.failure.DatabaseUnavailableException;
import dev.bobbin.database.h2.DataFolder;
import dev.bobbin.database.h2.FolderLock;
import dev.bobbin.database.h2.OwnerOnlyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
            return restore(new BackupFile(file), Path.of(properties.dataDir()));
        } catch (DatabaseUnavailableException | InvalidConfigurationPropertyValueException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static String restore(BackupFile backup, Path path) throws IOException {
        boolean newFolder = Files.notExists(path);
        DataFolder folder = DataFolder.create(path);
        boolean restored = false;
        FolderLock lock = FolderLock.of(folder);
        try (lock) {
            String result = restore(backup, folder);
            restored = true;
            return result;
        } finally {
            if (newFolder && !restored) {
                FolderLock.delete(folder);
                Files.delete(folder.path());
            }
        }
    }

    private static String restore(BackupFile backup, DataFolder folder) throws IOException {
        if (folder.hasFile()) {
            throw new IOException(
                    folder.file() + " already exists. Move it away, or set bobbin.data-dir to another folder.");
        }
        Path partial = folder.path().resolve("bobbin.part.mv.db");
        partial.toFile().deleteOnExit();
        try {
            BackupSummary summary = backup.unpackTo(partial);
            OwnerOnlyFile.move(partial, folder.file());
            return "Restored the backup to " + folder.file() + ": " + summary.objects() + ".";
        } finally {
            Files.deleteIfExists(partial);
        }
    }
}
