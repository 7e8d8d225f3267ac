package dev.bobbin.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * A disk that keeps only what was forced to it, for H2 URLs like {@code jdbc:h2:forgetful:/path/to/database}. Beside each
 * file lies an image that gets the writes when they are forced: what would be left after a power failure.
 */
public final class ForgetfulDisk extends FilePathWrapper {

    private static final String IMAGE = ".forced";

    /** Makes the scheme known to H2. */
    public static void register() {
        FilePath.register(new ForgetfulDisk());
    }

    /** Turns the power off: copies what was forced of a file, as of now. */
    public static void copyForced(Path file, Path copy) {
        synchronized (ForgetfulDisk.class) {
            try {
                Files.copy(image(file), copy);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public String getScheme() {
        return "forgetful";
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new ForgetfulFile(getBase().open(mode), image(Path.of(getBase().toString())));
    }

    private static Path image(Path file) {
        return Path.of(file + IMAGE);
    }

    private record Write(long position, byte[] bytes) {}

    private static final class ForgetfulFile extends FileBaseDefault {

        private final FileChannel file;
        private final FileChannel image;
        private final List<Write> unforced = new ArrayList<>();

        ForgetfulFile(FileChannel file, Path image) throws IOException {
            this.file = file;
            this.image = FileChannel.open(image, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
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
        public int write(ByteBuffer source, long position) throws IOException {
            synchronized (ForgetfulDisk.class) {
                byte[] bytes = new byte[source.remaining()];
                source.duplicate().get(bytes);
                unforced.add(new Write(position, bytes));
                return file.write(source, position);
            }
        }

        /** A file that became shorter may lose its end at once: that is no promise to anybody. */
        @Override
        protected void implTruncate(long size) throws IOException {
            synchronized (ForgetfulDisk.class) {
                file.truncate(size);
                image.truncate(size);
            }
        }

        @Override
        public void force(boolean metaData) throws IOException {
            synchronized (ForgetfulDisk.class) {
                file.force(metaData);
                for (Write write : unforced) {
                    image.write(ByteBuffer.wrap(write.bytes()), write.position());
                }
                unforced.clear();
            }
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
