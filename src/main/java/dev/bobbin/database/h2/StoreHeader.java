package dev.bobbin.database.h2;

import dev.bobbin.database.h2.content.InvalidFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.FileStore;
import org.jspecify.annotations.Nullable;

/**
 * The store header of an H2 file, which stands in the file twice. H2's own entries name a recent chunk. H2 ignores the
 * two entries that Bobbin adds:
 *
 * <ul>
 *   <li>{@code durable}: the newest version that was flushed to the disk with an fsync. Its chunk must exist.
 *   <li>{@code sealed}: every chunk of the file has a checksum. A chunk without one is damaged.
 * </ul>
 *
 * @param entries all entries but the checksum of the header, as text
 */
record StoreHeader(Map<String, String> entries) {

    /** The bytes of both copies. */
    static final int LENGTH = 2 * ChecksummedFile.BLOCK;

    private static final Pattern TEXT = Pattern.compile("([^\n]*),fletcher:(\\p{XDigit}+)\n\0*");

    /** Parses one copy. Returns null if it is damaged. */
    static @Nullable StoreHeader parse(ByteBuffer copy) {
        Matcher text = TEXT.matcher(StandardCharsets.ISO_8859_1.decode(copy.duplicate()));
        return text.matches() && text.group(2).equals(fletcher(text.group(1)))
                ? new StoreHeader(DataUtils.parseMap(text.group(1)))
                : null;
    }

    /** Reads one copy, 0 or 1. Returns null if it is missing or damaged. */
    static @Nullable StoreHeader read(FileChannel file, int copy) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(ChecksummedFile.BLOCK);
        file.read(bytes, (long) copy * ChecksummedFile.BLOCK);
        return parse(bytes.flip());
    }

    /** Reads both copies and returns the newer one. Returns an empty result if both are damaged. */
    static Optional<StoreHeader> readNewest(FileChannel file) throws IOException {
        return newest(read(file, 0), read(file, 1));
    }

    /**
     * Whether a copy is damaged that could name newer data than {@code other}. After a clean shutdown, both copies name
     * the same data, until a server replaces the second copy. A power failure damages no copy: its text is in a single
     * sector of the disk.
     */
    static boolean hasDamagedCopy(FileChannel file, StoreHeader other) throws IOException {
        return !other.marksCleanShutdown() && (read(file, 0) == null || read(file, 1) == null);
    }

    /** Reads both copies of a store that is open, and returns the newer one. */
    static StoreHeader readNewest(FileStore<?> file) {
        ByteBuffer copies = file.readFully(null, 0, LENGTH);
        return newest(
                        parse(copies.slice(0, ChecksummedFile.BLOCK)),
                        parse(copies.slice(ChecksummedFile.BLOCK, ChecksummedFile.BLOCK)))
                .orElseThrow(() -> InvalidFileException.damaged("it has no header"));
    }

    private static Optional<StoreHeader> newest(@Nullable StoreHeader first, @Nullable StoreHeader second) {
        return Stream.of(Optional.ofNullable(first), Optional.ofNullable(second))
                .flatMap(Optional::stream)
                .max(Comparator.comparingLong(StoreHeader::durableVersion).thenComparingLong(StoreHeader::version));
    }

    long version() {
        return DataUtils.readHexLong(entries, "version", 0);
    }

    /** Returns 0 if the header contains no such entry. */
    long durableVersion() {
        return DataUtils.readHexLong(entries, "durable", 0);
    }

    /** Returns the version that the file must contain. */
    long promisedVersion() {
        return marksCleanShutdown() ? version() : durableVersion();
    }

    boolean isSealed() {
        return entries.containsKey("sealed");
    }

    boolean marksCleanShutdown() {
        return entries.containsKey("clean");
    }

    /** Returns a header that names a chunk, which is durable. */
    StoreHeader naming(int id, long block, long version) {
        return with("block", block).with("chunk", id).with("version", version).with("durable", version);
    }

    StoreHeader with(String name, long value) {
        Map<String, String> extended = new TreeMap<>(entries);
        extended.put(name, Long.toHexString(value));
        return new StoreHeader(extended);
    }

    /** Returns the bytes of one copy. */
    ByteBuffer toBytes() {
        // Sorted, so the entry H comes first, as in H2's own headers.
        String text = new TreeMap<>(entries)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + ":" + entry.getValue())
                        .collect(Collectors.joining(","));
        ByteBuffer copy = ByteBuffer.allocate(ChecksummedFile.BLOCK);
        copy.put((text + ",fletcher:" + fletcher(text) + "\n").getBytes(StandardCharsets.ISO_8859_1));
        return copy.clear();
    }

    private static String fletcher(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return Integer.toHexString(DataUtils.getFletcher32(bytes, 0, bytes.length));
    }
}
