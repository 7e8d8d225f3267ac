package dev.bobbin.database.backup;

import dev.bobbin.database.h2.FileVerifier;
import dev.bobbin.database.h2.OwnerOnlyFile;
import dev.bobbin.database.h2.content.InvalidFileException;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A backup, which may be damaged or by a stranger: a zip with the H2 file and a {@link BackupSummary}. */
record BackupFile(Path path) {

    /** Name of the H2 file in the zip, the same as in the data folder. */
    static final String DATABASE = "bobbin.mv.db";

    static final String SUMMARY = "summary.txt";

    private static final long MAX_SUMMARY_BYTES = 4096;

    /** A zip without a comment ends with a record of 22 bytes that begins with this number. */
    private static final int END_SIGNATURE = 0x504B0506;

    private static final int END_LENGTH = 22;

    /** Space that must remain free on the disk. */
    private static final long MIN_FREE_BYTES = 100 << 20;

    /**
     * Unpacks the H2 file and checks it. The new file is durable when this method returns.
     *
     * @param target the new file; if this method fails, the caller must delete it
     * @throws IOException if the backup is damaged, or if its database is not by Bobbin
     */
    BackupSummary unpackTo(Path target) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new IOException("There is no file " + path + ".");
        }
        try (ZipFile zip = new ZipFile(path.toFile())) {
            checkEnd();
            unpack(zip, target);
            BackupSummary summary = new BackupSummary(FileVerifier.verify(target));
            checkSummary(zip, summary);
            return summary;
        } catch (InvalidFileException e) {
            throw new IOException("The database in " + path + " cannot be restored: " + e.reason() + ".", e);
        } catch (ZipException | EOFException | IllegalArgumentException e) {
            throw new IOException(path + " is not a Bobbin backup, or it is damaged.", e);
        }
    }

    /** Checks that no byte follows the zip. {@link ZipFile} would ignore it. */
    private void checkEnd() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            byte[] end = new byte[END_LENGTH];
            file.seek(file.length() - END_LENGTH);
            file.readFully(end);
            if (ByteBuffer.wrap(end).getInt() != END_SIGNATURE) {
                throw new ZipException("There are bytes after the end");
            }
        }
    }

    private static void unpack(ZipFile zip, Path target) throws IOException {
        List<String> names = zip.stream().map(ZipEntry::getName).toList();
        if (!names.equals(List.of(DATABASE, SUMMARY)) && !names.equals(List.of(DATABASE))) {
            throw new ZipException("There are other entries");
        }
        ZipEntry entry = zip.getEntry(DATABASE);
        OwnerOnlyFile.create(target);
        if (entry.getSize() > Files.getFileStore(target).getUsableSpace() - MIN_FREE_BYTES) {
            throw new IOException("The disk of " + target + " has not enough free space for the database of "
                    + entry.getSize() + " bytes.");
        }
        try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
            copy(zip, entry, Channels.newOutputStream(channel));
            channel.force(true);
        }
    }

    /** The first backups have no summary. */
    private static void checkSummary(ZipFile zip, BackupSummary actual) throws IOException {
        ZipEntry entry = zip.getEntry(SUMMARY);
        if (entry != null) {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            if (entry.getSize() > MAX_SUMMARY_BYTES) {
                throw new ZipException("The summary is too long");
            }
            copy(zip, entry, text);
            if (!BackupSummary.parse(text.toString(StandardCharsets.UTF_8)).equals(actual)) {
                throw new ZipException("The number of rows differs");
            }
        } else if (!actual.hasTables()) {
            throw new ZipException("The database has no tables");
        }
    }

    /** Copies an entry, and checks its length and checksum. {@link ZipFile} does not check them. */
    private static void copy(ZipFile zip, ZipEntry entry, OutputStream target) throws IOException {
        CheckedInputStream content = new CheckedInputStream(zip.getInputStream(entry), new CRC32());
        byte[] buffer = new byte[1 << 16];
        long remaining = entry.getSize();
        for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
            remaining -= read;
            if (remaining < 0) {
                break;
            }
            target.write(buffer, 0, read);
        }
        if (remaining != 0 || content.getChecksum().getValue() != entry.getCrc()) {
            throw new ZipException("The entry " + entry.getName() + " is damaged");
        }
    }
}
