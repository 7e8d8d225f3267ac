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

    /** What H2 writes beside the chunks that move, at most: its own books and the way from the roots. */
    private static final long BOOKS = 64;

    private final List<Chunk> chunks = new ArrayList<>();

    /** {@code live} is what of the chunk is still needed; a pinned one holds what an open transaction would undo. */
    private record Chunk(int id, long begin, long end, long live, boolean pinned) {

        static Chunk parse(Map<String, String> fields) {
            long begin = DataUtils.readHexLong(fields, "block", 0);
            long length = DataUtils.readHexLong(fields, "len", 0);
            long max = DataUtils.readHexLong(fields, "max", 0);
            long live = DataUtils.readHexLong(fields, "liveMax", max);
            return new Chunk(
                    (int) DataUtils.readHexLong(fields, "chunk", 0),
                    begin,
                    begin + length,
                    Math.min(length, (live + BLOCK_BYTES - 1) / BLOCK_BYTES),
                    DataUtils.readHexLong(fields, "pinCount", 0) > 0);
        }

        /** Only its transaction may write what a pinned one holds. */
        boolean canBeRewritten() {
            return live > 0 && !pinned;
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
        long[] rooms = largestHoles();
        long blocks = 0;
        for (int i = chunks.size() - 1; i >= 0 && blocks < bytes / BLOCK_BYTES; i--) {
            Chunk chunk = chunks.get(i);
            if (chunk.canBeRewritten()) {
                blocks += chunk.live();
                if (blocks > Math.min(rooms[i] - BOOKS, maxBytes / BLOCK_BYTES)) {
                    break;
                }
                found.add(chunk.id());
            }
        }
        return found;
    }

    /** The size of the largest hole before each chunk. */
    private long[] largestHoles() {
        long[] holes = new long[chunks.size()];
        long largest = 0;
        long end = HEADER;
        for (int i = 0; i < holes.length; i++) {
            largest = Math.max(largest, chunks.get(i).begin() - end);
            end = Math.max(end, chunks.get(i).end());
            holes[i] = largest;
        }
        return holes;
    }
}
