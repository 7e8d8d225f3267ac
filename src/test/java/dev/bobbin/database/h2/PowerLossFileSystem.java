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
 * A disk that is sure to keep only what was forced to it, for H2 URLs like {@code jdbc:h2:forgetful:/path/to/database}.
 * Beside each file lies an image that gets the changes when they are forced: what would be left after a power failure.
 */
public final class PowerLossFileSystem extends FilePathWrapper {

    private static final String IMAGE = ".forced";
    private static final Map<Path, ForgetfulFile> OPEN = new ConcurrentHashMap<>();

    /** The database of a data folder, as the product opens it but for the disk. */
    static String url(Path folder) {
        FilePath.register(new PowerLossFileSystem());
        return new DataFolder(folder).url().replace("jdbc:h2:checked:", "jdbc:h2:checked:forgetful:");
    }

    /** Turns the power off: copies what was forced of a file, as of now. */
    static void copyForced(Path file, Path copy) {
        copy(file, copy, LossModel.ALL);
    }

    /** Turns the power off: copies what was forced of a file, and what the losses leave of what was not. */
    static void copy(Path file, Path copy, LossModel losses) {
        open(file).copy(copy, losses);
    }

    /**
     * Turns the power off when a file has been changed so many times more. The copy has what was forced, and of what was
     * not, what the losses leave. While {@code onFailure} runs, before the copy is made, nothing can be forced.
     */
    static CompletableFuture<Void> failAfter(int changes, Path file, Path copy, LossModel losses, Runnable onFailure) {
        ForgetfulFile open = open(file);
        return open.after(changes).thenRun(() -> {
            onFailure.run();
            open.copy(copy, losses);
        });
    }

    @Override
    public String getScheme() {
        return "forgetful";
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        Path path = Path.of(getBase().toString());
        ForgetfulFile file = new ForgetfulFile(getBase().open(mode), path);
        OPEN.put(path.toRealPath(), file);
        return file;
    }

    private static ForgetfulFile open(Path file) {
        try {
            return OPEN.get(file.toRealPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class ForgetfulFile extends FileBaseDefault {

        private final FileChannel file;
        private final Path imagePath;
        private final FileChannel image;
        private final List<UnsyncedWrite> unforced = new ArrayList<>();
        private CompletableFuture<Void> awaited = new CompletableFuture<>();
        private int changesToAwait;

        /** What was in the file before counts as forced. */
        ForgetfulFile(FileChannel file, Path path) throws IOException {
            this.file = file;
            this.imagePath = Path.of(path + IMAGE);
            Files.copy(path, imagePath, StandardCopyOption.REPLACE_EXISTING);
            this.image = FileChannel.open(imagePath, StandardOpenOption.WRITE);
        }

        synchronized CompletableFuture<Void> after(int changes) {
            changesToAwait = changes;
            awaited = new CompletableFuture<>();
            return awaited;
        }

        synchronized void copy(Path copy, LossModel losses) {
            try {
                Files.copy(imagePath, copy);
                try (FileChannel kept = FileChannel.open(copy, StandardOpenOption.WRITE)) {
                    for (UnsyncedWrite change : unforced) {
                        change.repeat(kept, losses);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void remember(UnsyncedWrite change) {
            unforced.add(change);
            changesToAwait--;
            if (changesToAwait == 0) {
                awaited.complete(null);
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
            remember(new UnsyncedWrite.Write(position, bytes));
            return written;
        }

        @Override
        protected synchronized void implTruncate(long size) throws IOException {
            file.truncate(size);
            remember(new UnsyncedWrite.Truncation(size));
        }

        @Override
        public synchronized void force(boolean metaData) throws IOException {
            for (UnsyncedWrite change : unforced) {
                change.repeat(image, LossModel.NONE);
            }
            unforced.clear();
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
