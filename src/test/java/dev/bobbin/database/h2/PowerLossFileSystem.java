package dev.bobbin.database.h2;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * File system of H2 that simulates power failures, for URLs such as {@code jdbc:h2:powerloss:/path/to/database}. It
 * stores an image with the durable content next to each file. An fsync copies all earlier writes into the image.
 */
public final class PowerLossFileSystem extends FilePathWrapper {

    private static final String IMAGE_SUFFIX = ".durable";
    private static final Map<Path, PowerLossFile> OPEN_FILES = new ConcurrentHashMap<>();

    /** Returns the URL of the database in a data folder. It differs from the server's URL only in the file system. */
    static String url(Path folder) {
        FilePath.register(new PowerLossFileSystem());
        return new DataFolder(folder).url().replace("jdbc:h2:checked:", "jdbc:h2:checked:powerloss:");
    }

    /** Simulates a power failure that loses every unsynced write. The copy contains the durable content of the file. */
    static void copyDurable(Path file, Path copy) {
        copy(file, copy, LossModel.ALL);
    }

    /** Simulates a power failure. The copy also contains those unsynced writes that the model does not lose. */
    static void copy(Path file, Path copy, LossModel losses) {
        openFile(file).copy(copy, losses);
    }

    /**
     * Simulates a power failure after this many further writes to the file. The copy also contains those unsynced
     * writes that the model does not lose. {@code onFailure} runs just before the copy, while no fsync can take effect.
     */
    static CompletableFuture<Void> failAfter(int writes, Path file, Path copy, LossModel losses, Runnable onFailure) {
        PowerLossFile openFile = openFile(file);
        return openFile.afterWrites(writes).thenRun(() -> {
            onFailure.run();
            openFile.copy(copy, losses);
        });
    }

    @Override
    public String getScheme() {
        return "powerloss";
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        Path path = Path.of(getBase().toString());
        PowerLossFile file = new PowerLossFile(getBase().open(mode), path);
        OPEN_FILES.put(path.toRealPath(), file);
        return file;
    }

    private static PowerLossFile openFile(Path file) {
        try {
            return OPEN_FILES.get(file.toRealPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class PowerLossFile extends FileBaseDefault {

        private final FileChannel file;
        private final Path imagePath;
        private final FileChannel image;
        private final List<UnsyncedWrite> unsynced = new ArrayList<>();
        private CompletableFuture<Void> failure = new CompletableFuture<>();
        private int writesUntilFailure;

        /** The previous content of the file counts as durable. */
        PowerLossFile(FileChannel file, Path path) throws IOException {
            this.file = file;
            this.imagePath = Path.of(path + IMAGE_SUFFIX);
            Files.copy(path, imagePath, StandardCopyOption.REPLACE_EXISTING);
            this.image = FileChannel.open(imagePath, StandardOpenOption.WRITE);
        }

        synchronized CompletableFuture<Void> afterWrites(int writes) {
            writesUntilFailure = writes;
            failure = new CompletableFuture<>();
            return failure;
        }

        synchronized void copy(Path copy, LossModel losses) {
            try {
                Files.copy(imagePath, copy);
                try (FileChannel target = FileChannel.open(copy, StandardOpenOption.WRITE)) {
                    for (UnsyncedWrite write : unsynced) {
                        write.replay(target, losses);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void recordWrite(UnsyncedWrite write) {
            unsynced.add(write);
            writesUntilFailure--;
            if (writesUntilFailure == 0) {
                failure.complete(null);
            }
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return file.read(target, position);
        }

        @Override
        public synchronized int write(ByteBuffer source, long position) throws IOException {
            byte[] bytes = new byte[source.remaining()];
            source.duplicate().get(bytes);
            int written = file.write(source, position);
            recordWrite(new UnsyncedWrite.Write(position, bytes));
            return written;
        }

        @Override
        protected synchronized void implTruncate(long size) throws IOException {
            file.truncate(size);
            recordWrite(new UnsyncedWrite.Truncation(size));
        }

        @Override
        public synchronized void force(boolean metaData) throws IOException {
            for (UnsyncedWrite write : unsynced) {
                write.replay(image, LossModel.NONE);
            }
            unsynced.clear();
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return file.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            file.close();
            image.close();
        }
    }
}
