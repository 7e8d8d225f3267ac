package dev.bobbin.database.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Space on the disk for transactions that are in progress when the disk becomes full. H2 closes a database whose file
 * it cannot write. So {@link PiecewiseFile} releases a part of the reserve and repeats the write, and
 * {@link FreeDiskGuard} rejects new writes until the reserve is complete again.
 *
 * @param file the file that occupies the space
 */
record DiskReserve(Path file) {

    private static final int BYTES_PER_RELEASE = 4 << 20;

    /** Returns the reserve in the folder of the database file. */
    static DiskReserve nextTo(Path databaseFile) {
        return new DiskReserve(databaseFile.resolveSibling("bobbin.reserve"));
    }

    /** Returns the size in bytes; 0 if the file does not exist. */
    long size() {
        return file.toFile().length();
    }

    /** Makes a part of the reserve available to other files. Returns false if nothing is left. */
    boolean release() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long size = channel.size();
            channel.truncate(Math.max(0, size - BYTES_PER_RELEASE));
            return size > 0;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Grows the reserve to a size in bytes. Its content is random: a file system may compress other content. */
    void growTo(long bytes) throws IOException {
        OwnerOnlyFile.createIfMissing(file);
        byte[] piece = new byte[1 << 20];
        ThreadLocalRandom.current().nextBytes(piece);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.APPEND)) {
            while (channel.size() < bytes) {
                channel.write(ByteBuffer.wrap(piece, 0, (int) Math.min(piece.length, bytes - channel.size())));
            }
        }
    }
}
