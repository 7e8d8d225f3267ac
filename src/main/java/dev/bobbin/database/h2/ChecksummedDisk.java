package dev.bobbin.database.h2;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * An H2 file system that opens the database file as a {@link ChecksummedFile}. It applies to URLs such as
 * {@code jdbc:h2:checked:/path/to/database}. All other files are opened as they are.
 */
public final class ChecksummedDisk extends FilePathWrapper {

    static final String SCHEME = "checked";

    /** The database file, and the names under which H2 writes its compacted copy. */
    private static final Pattern DATABASE_FILE = Pattern.compile(".*\\.mv\\.db(\\.tempFile|\\.newFile)?");

    static {
        FilePath.register(new ChecksummedDisk());
    }

    /** Returns the name by which H2 opens a file through this file system. */
    static String name(Path file) {
        return SCHEME + ":" + file;
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        if (!DATABASE_FILE.matcher(name).matches()) {
            return getBase().open(mode);
        }
        Path file = Path.of(getBase().unwrap().toString());
        if (!mode.equals("r")) {
            OwnerOnlyFile.createIfMissing(file);
        }
        return new ChecksummedFile(getBase().open(mode), DiskReserve.nextTo(file));
    }
}
