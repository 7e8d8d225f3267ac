package dev.bobbin.database.h2;

import java.io.IOException;
import java.nio.channels.FileChannel;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/** The disk under the H2 file, for URLs like {@code jdbc:h2:checked:/path/to/database}. */
public final class ChecksummedDisk extends FilePathWrapper {

    private static final String DATABASE = ".mv.db";

    /** Makes the scheme known to H2. */
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
        return name.endsWith(DATABASE) ? new ChecksummedFile(file) : file;
    }
}
