package dev.bobbin.transfer;

import dev.bobbin.database.DatabaseProperties;
import dev.bobbin.web.error.ApiException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * Stores bodies of imports in files that only the server's own user can read. Nothing remains of a file when the server
 * is killed: on POSIX systems, its name disappears as soon as it is open.
 */
@Component
@EnableConfigurationProperties(ImportProperties.class)
class Spool {

    private static final int BUFFER_BYTES = 64 << 10;
    private static final int BYTES_BETWEEN_CHECKS = 4 << 20;

    private final Path folder;
    private final long maxBytes;
    private final long minFreeBytes;

    Spool(
            ImportProperties properties,
            DatabaseProperties database,
            @Value("${spring.datasource.url:}") String databaseUrl) {
        properties.check();
        String defaultFolder = databaseUrl.isEmpty() ? database.dataDir() : System.getProperty("java.io.tmpdir");
        this.folder = Path.of(properties.directory() == null ? defaultFolder : properties.directory())
                .toAbsolutePath();
        this.maxBytes = properties.maxSize().toBytes() == 0
                ? Long.MAX_VALUE
                : properties.maxSize().toBytes();
        this.minFreeBytes = database.minFreeDisk().toBytes();
    }

    /** Creates an empty file, which disappears when the channel is closed. */
    FileChannel create() throws IOException {
        FileAttribute<?>[] permissions =
                folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        return FileChannel.open(
                folder.resolve("bobbin-import-" + UUID.randomUUID() + ".tmp"),
                Set.of(
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE),
                permissions);
    }

    /** Copies a body to a file. */
    void store(InputStream body, FileChannel file) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long bytes = 0;
        long nextCheck = 0;
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            bytes += read;
            if (bytes > maxBytes) {
                throw ApiException.tooLarge(
                        null, "The request body is too large. Expected at most " + maxBytes + " bytes.");
            }
            if (bytes >= nextCheck) {
                requireFreeSpace();
                nextCheck = bytes + BYTES_BETWEEN_CHECKS;
            }
            write(file, ByteBuffer.wrap(buffer, 0, read));
        }
    }

    private void requireFreeSpace() throws IOException {
        if (Files.getFileStore(folder).getUsableSpace() - BYTES_BETWEEN_CHECKS < minFreeBytes) {
            throw diskFull();
        }
    }

    private static void write(FileChannel file, ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (IOException e) {
            throw diskFull();
        }
    }

    private static ApiException diskFull() {
        return ApiException.unavailable(
                "The server has not enough free disk space for this import.", Duration.ofMinutes(1));
    }
}
