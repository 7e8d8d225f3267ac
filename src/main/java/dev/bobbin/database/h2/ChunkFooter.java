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
 * The last bytes of a chunk. To the entries that H2 writes there, which tell the chunk's own length in blocks and its
 * version, comes a checksum of all the bytes before: an entry that H2 passes over.
 */
record ChunkFooter(
        String entries, int blocks, long version, @Nullable String checksum) {

    static final int LENGTH = 128;

    private static final Pattern TEXT = Pattern.compile("(chunk:\\p{XDigit}+,len:(\\p{XDigit}+),version:(\\p{XDigit}+))"
            + "(?:,crc:(\\p{XDigit}+))?,fletcher:\\p{XDigit}+ *\n");

    static @Nullable ChunkFooter atEndOf(ByteBuffer chunk) {
        return chunk.remaining() < LENGTH ? null : in(chunk.slice(chunk.limit() - LENGTH, LENGTH));
    }

    static @Nullable ChunkFooter in(ByteBuffer bytes) {
        Matcher text = TEXT.matcher(StandardCharsets.ISO_8859_1.decode(bytes));
        return text.matches()
                ? new ChunkFooter(
                        text.group(1),
                        Integer.parseInt(text.group(2), 16),
                        Long.parseLong(text.group(3), 16),
                        text.group(4))
                : null;
    }

    /** Adds the checksum to the chunk that this is the end of. One that is moved in the file has it already. */
    void seal(ByteBuffer chunk) {
        if (checksum == null) {
            CRC32C crc = new CRC32C();
            crc.update(chunk.duplicate().limit(chunk.limit() - LENGTH));
            byte[] sealed = bytes(entries + ",crc:" + Long.toHexString(crc.getValue()));
            String check = ",fletcher:" + Integer.toHexString(DataUtils.getFletcher32(sealed, 0, sealed.length));
            chunk.put(chunk.limit() - LENGTH, sealed);
            chunk.put(chunk.limit() - LENGTH + sealed.length, bytes(check));
        }
    }

    /** Whether the file has the chunk as it was sealed before this footer; one that H2 wrote by itself is believed. */
    boolean isOfWholeChunk(FileChannel file, long position) throws IOException {
        if (checksum == null) {
            return true;
        }
        long start = position + LENGTH - (long) blocks * ChecksummedFile.BLOCK;
        return start >= 0 && checksum.equals(Long.toHexString(checksum(file, start, position)));
    }

    private static long checksum(FileChannel file, long start, long end) throws IOException {
        CRC32C crc = new CRC32C();
        ByteBuffer block = ByteBuffer.allocate(ChecksummedFile.BLOCK);
        for (long position = start; position < end; position += block.limit()) {
            block.clear().limit((int) Math.min(block.capacity(), end - position));
            DataUtils.readFully(file, position, block);
            crc.update(block);
        }
        return crc.getValue();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
