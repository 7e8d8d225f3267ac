package dev.bobbin.database.h2;

import java.io.IOException;
import java.nio.channels.FileChannel;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * An H2 file system that opens the database file as a {@link ChecksummedFile}. It applies to URLs such as
 * {@code jdbc:h2:checked:/path/to/database}. All other files are opened as they are.
 */
public final class ChecksummedDisk extends FilePathWrapper {

    private static final String DATABASE_SUFFIX = ".mv.db";

    /** Registers the scheme with H2. */
    static void register() {
        FilePath.register(new ChecksummedDisk());
    }

    @Override
    public String getScheme() {
        return "checked";
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        FileChannel file = getBase().open(mode);
        return name.endsWith(DATABASE_SUFFIX) ? new ChecksummedFile(file) : file;
    }
}
