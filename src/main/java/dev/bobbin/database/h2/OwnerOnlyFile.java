package dev.bobbin.database.h2;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates files and folders that only the server's own user can access, on file systems with POSIX permissions. */
public final class OwnerOnlyFile {

    private static final Logger log = LoggerFactory.getLogger(OwnerOnlyFile.class);

    private OwnerOnlyFile() {}

    /** Creates an empty file if it is missing. Otherwise removes the permissions of other users. */
    static void createIfMissing(Path file) throws IOException {
        if (Files.exists(file)) {
            restrict(file);
        } else {
            Files.createFile(file, permissions("rw-------"));
        }
    }

    /** Creates an empty file and replaces an existing one. */
    public static void create(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, permissions("rw-------"));
    }

    /** Only the owner of a file can change its permissions. */
    private static void restrict(Path file) throws IOException {
        if (!hasPermissions()) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (permissions.retainAll(PosixFilePermissions.fromString("rwx------"))) {
            try {
                Files.setPosixFilePermissions(file, permissions);
            } catch (FileSystemException e) {
                log.debug("Another user owns {}", file, e);
            }
        }
    }

    /** Gives a durable file its final name, and makes the name durable. */
    public static void move(Path source, Path target) throws IOException {
        Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
        syncFolder(Objects.requireNonNull(target.toAbsolutePath().getParent()));
    }

    /** Makes the names of the files in a folder durable. */
    static void syncFolder(Path path) throws IOException {
        // Other systems than POSIX do not allow a program to open a folder.
        if (hasPermissions()) {
            try (FileChannel folder = FileChannel.open(path, StandardOpenOption.READ)) {
                folder.force(true);
            }
        }
    }

    static void createFolders(Path folder) throws IOException {
        Files.createDirectories(folder, permissions("rwx------"));
    }

    private static FileAttribute<?>[] permissions(String text) {
        return hasPermissions()
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))}
                : new FileAttribute<?>[0];
    }

    private static boolean hasPermissions() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }
}
