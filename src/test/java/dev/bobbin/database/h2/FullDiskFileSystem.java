package dev.bobbin.database.h2;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/** File system of H2 that simulates a small disk, for URLs such as {@code jdbc:h2:fulldisk:/path/to/database}. */
public final class FullDiskFileSystem extends FilePathWrapper {

    /** The bytes that all files of a folder may have together. */
    static volatile long capacity;

    /** Returns the URL of the database in a data folder. It differs from the server's URL only in the file system. */
    static String url(Path folder) {
        FilePath.register(new FullDiskFileSystem());
        return new DataFolder(folder).url().replace("jdbc:h2:checked:", "jdbc:h2:checked:fulldisk:");
    }

    /** Returns the size of all files in the folder in bytes. */
    static long usedBytes(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String getScheme() {
        return "fulldisk";
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new SmallDiskFile(
                getBase().open(mode), Path.of(getBase().toString()).getParent());
    }

    private static final class SmallDiskFile extends FileBaseDefault {

        private final FileChannel file;
        private final Path folder;

        SmallDiskFile(FileChannel file, Path folder) {
            this.file = file;
            this.folder = folder;
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            long growth = position + source.remaining() - file.size();
            if (growth > 0 && usedBytes(folder) + growth > capacity) {
                throw new IOException("No space left on device");
            }
            return file.write(source, position);
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return file.read(target, position);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        protected void implTruncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        public void force(boolean metaData) throws IOException {
            file.force(metaData);
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return file.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            file.close();
        }
    }
}
