package dev.bobbin.database.h2;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.h2.mvstore.DataUtils;
import org.jspecify.annotations.Nullable;

/**
 * The footer of a chunk: H2's entries plus a checksum of all bytes before the footer. H2 ignores the additional entry.
 *
 * @param entries H2's entries as text
 * @param id the id of the chunk
 * @param blocks the length of the chunk in blocks
 * @param version the version of the chunk
 * @param checksum the CRC-32C in hexadecimal; null if H2 wrote the chunk without {@link ChecksummedFile}
 */
record ChunkFooter(
        String entries,
        int id,
        int blocks,
        long version,
        @Nullable String checksum) {

    static final int LENGTH = 128;

    /** Bytes that are read at once. */
    private static final int PIECE = 64 << 10;

    private static final Pattern TEXT =
            Pattern.compile("(chunk:(\\p{XDigit}+),len:(\\p{XDigit}+),version:(\\p{XDigit}+))"
                    + "(?:,crc:(\\p{XDigit}+))?,fletcher:\\p{XDigit}+ *\n");

    static @Nullable ChunkFooter atEndOf(ByteBuffer chunk) {
        return chunk.remaining() < LENGTH ? null : parse(chunk.slice(chunk.limit() - LENGTH, LENGTH));
    }

    static @Nullable ChunkFooter parse(ByteBuffer bytes) {
        Matcher text = TEXT.matcher(StandardCharsets.ISO_8859_1.decode(bytes));
        return text.matches()
                ? new ChunkFooter(
                        text.group(1),
                        Integer.parseInt(text.group(2), 16),
                        Integer.parseInt(text.group(3), 16),
                        Long.parseLong(text.group(4), 16),
                        text.group(5))
                : null;
    }

    /** Writes the checksum into the footer of the chunk. A chunk that H2 moves within the file already has one. */
    void addChecksum(ByteBuffer chunk) {
        if (checksum == null) {
            CRC32C crc = new CRC32C();
            crc.update(chunk.duplicate().limit(chunk.limit() - LENGTH));
            byte[] extended = bytes(entries + ",crc:" + Long.toHexString(crc.getValue()));
            String fletcher = ",fletcher:" + Integer.toHexString(DataUtils.getFletcher32(extended, 0, extended.length));
            chunk.put(chunk.limit() - LENGTH, extended);
            chunk.put(chunk.limit() - LENGTH + extended.length, bytes(fletcher));
        }
    }

    /**
     * Whether the chunk in the file matches this footer's checksum.
     *
     * @param position the position of the footer in the file
     * @param sealed whether the chunk must have a checksum
     */
    boolean isWhole(FileChannel file, long position, boolean sealed) throws IOException {
        if (checksum == null) {
            return !sealed;
        }
        long start = position + LENGTH - (long) blocks * ChecksummedFile.BLOCK;
        return start >= 0 && checksum.equals(Long.toHexString(checksum(file, start, position)));
    }

    private static long checksum(FileChannel file, long start, long end) throws IOException {
        CRC32C crc = new CRC32C();
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, Math.max(0, end - start)));
        for (long position = start; position < end; position += piece.limit()) {
            piece.clear().limit((int) Math.min(piece.capacity(), end - position));
            DataUtils.readFully(file, position, piece);
            crc.update(piece);
        }
        return crc.getValue();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
