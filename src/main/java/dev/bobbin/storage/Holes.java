package dev.bobbin.storage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.h2.mvstore.DataUtils;

/** The holes between the chunks of an H2 file, and the chunks behind them. Places and sizes are in blocks. */
final class Holes {

    private static final int BLOCK_BYTES = 4096;

    /** Both copies of the file's header. */
    private static final long HEADER = 2;

    /** Smaller ones are not worth it. */
    private static final long LEAST_HOLE = 64;

    private final List<Chunk> chunks = new ArrayList<>();

    /** {@code live} is what of the chunk is still needed. */
    private record Chunk(int id, long begin, long end, long live) {

        static Chunk parse(Map<String, String> fields) {
            long begin = DataUtils.readHexLong(fields, "block", 0);
            long length = DataUtils.readHexLong(fields, "len", 0);
            long max = DataUtils.readHexLong(fields, "max", 0);
            long live = DataUtils.readHexLong(fields, "liveMax", max);
            return new Chunk(
                    (int) DataUtils.readHexLong(fields, "chunk", 0),
                    begin,
                    begin + length,
                    Math.min(length, (live + BLOCK_BYTES - 1) / BLOCK_BYTES));
        }
    }

    /** {@code layout} is what H2 keeps about the chunks of a file. */
    Holes(Map<String, String> layout) {
        layout.forEach((key, value) -> {
            HashMap<String, String> fields = key.startsWith("chunk.") ? DataUtils.parseMap(value) : new HashMap<>();
            if (fields.containsKey("block")) {
                chunks.add(Chunk.parse(fields));
            }
        });
        chunks.sort(Comparator.comparingLong(Chunk::begin));
    }

    /** Which chunks at the end of the file fit into the largest hole before them: so many bytes of them, or a larger one. */
    Set<Integer> chunksBehind(int bytes, int maxBytes) {
        Set<Integer> found = new HashSet<>();
        // H2 adds the way from the roots to what is moved, and its own books.
        long room = Math.min(largestHole() - LEAST_HOLE, maxBytes / BLOCK_BYTES);
        long wanted = bytes / BLOCK_BYTES;
        for (int i = chunks.size() - 1; i >= 0 && wanted > 0 && chunks.get(i).live() <= room; i--) {
            room -= chunks.get(i).live();
            wanted -= chunks.get(i).live();
            if (chunks.get(i).live() > 0) {
                found.add(chunks.get(i).id());
            }
        }
        return found;
    }

    private long largestHole() {
        long largest = 0;
        long end = HEADER;
        for (Chunk chunk : chunks) {
            largest = Math.max(largest, chunk.begin() - end);
            end = Math.max(end, chunk.end());
        }
        return largest;
    }
}
