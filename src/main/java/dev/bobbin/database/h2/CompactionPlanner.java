package dev.bobbin.database.h2;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.h2.mvstore.DataUtils;

/**
 * Chooses the chunks of an H2 file whose live pages {@link Compaction} rewrites. Positions and lengths of chunks are in
 * blocks; all other sizes are in bytes.
 */
final class CompactionPlanner {

    private static final int BLOCK_BYTES = 4096;

    /** The two copies of the store header. */
    private static final long HEADER_BLOCKS = 2;

    /** Upper bound of the blocks that H2 adds to rewritten pages: the layout map and the inner pages above them. */
    private static final long OVERHEAD_BLOCKS = 64;

    /** A rewrite leaves some unused bytes itself. In a small file, they would outweigh a smaller gain. */
    private static final long MIN_GAIN_BYTES = 256 << 10;

    /** Sorted by position in the file. */
    private final List<Chunk> chunks = new ArrayList<>();

    /**
     * @param millis the time of the write, in milliseconds since the creation of the file
     * @param begin the first block
     * @param end the block after the last one
     * @param max the size of all pages that the chunk was written with
     * @param live the size of its pages that are still in use
     * @param pinned whether it contains live pages of an undo log, which only the log's own transaction may rewrite
     */
    private record Chunk(int id, long version, long millis, long begin, long end, long max, long live, boolean pinned) {

        static Chunk parse(Map<String, String> fields) {
            long begin = DataUtils.readHexLong(fields, "block", 0);
            long max = DataUtils.readHexLong(fields, "max", 0);
            return new Chunk(
                    (int) DataUtils.readHexLong(fields, "chunk", 0),
                    DataUtils.readHexLong(fields, "version", 0),
                    DataUtils.readHexLong(fields, "time", 0),
                    begin,
                    begin + DataUtils.readHexLong(fields, "len", 0),
                    max,
                    DataUtils.readHexLong(fields, "liveMax", max),
                    DataUtils.readHexLong(fields, "pinCount", 0) > 0);
        }

        boolean canBeRewritten() {
            return live > 0 && !pinned;
        }

        /** Lower values come first: chunks with a low fill rate and old chunks. */
        double priority(long newestVersion) {
            return (double) live / max / (newestVersion - version + 1);
        }
    }

    /** {@code layout} is H2's layout map, which lists all chunks of the file. */
    CompactionPlanner(Map<String, String> layout) {
        layout.forEach((key, value) -> {
            HashMap<String, String> fields = key.startsWith("chunk.") ? DataUtils.parseMap(value) : new HashMap<>();
            if (fields.containsKey("block")) {
                chunks.add(Chunk.parse(fields));
            }
        });
        chunks.sort(Comparator.comparingLong(Chunk::begin));
    }

    /**
     * Chooses sparse chunks to merge. The result is empty if the candidates reach the target fill rate on average, or
     * if the gain is too small.
     *
     * @param writtenUntilMillis excludes chunks written later, in milliseconds since the creation of the file
     * @param targetFillRate the wanted percentage of live bytes
     * @param stepBytes limits the live bytes of the chosen chunks
     * @param maxChunkBytes limits the live bytes of a single chunk, chosen if no chunk fits into {@code stepBytes}
     */
    Set<Integer> sparseChunks(long writtenUntilMillis, int targetFillRate, int stepBytes, int maxChunkBytes) {
        long newest = chunks.stream().mapToLong(Chunk::version).max().orElse(0);
        List<Chunk> sparse = chunks.stream()
                .filter(chunk -> chunk.canBeRewritten() && chunk.live() < chunk.max())
                .filter(chunk -> chunk.millis() <= writtenUntilMillis && chunk.version() < newest)
                .sorted(Comparator.comparingDouble(chunk -> chunk.priority(newest)))
                .toList();
        long max = sparse.stream().mapToLong(Chunk::max).sum();
        long live = sparse.stream().mapToLong(Chunk::live).sum();
        Set<Integer> chosen = new HashSet<>();
        if (live * 100 >= max * targetFillRate || max - live < MIN_GAIN_BYTES) {
            return chosen;
        }
        long remaining = stepBytes;
        for (Chunk chunk : sparse) {
            if (chunk.live() <= remaining) {
                remaining -= chunk.live();
                chosen.add(chunk.id());
            }
        }
        if (chosen.isEmpty()) {
            sparse.stream()
                    .filter(chunk -> chunk.live() <= maxChunkBytes)
                    .findFirst()
                    .ifPresent(chunk -> chosen.add(chunk.id()));
        }
        return chosen;
    }

    /**
     * Chooses chunks at the end of the file whose live pages fit into the largest gap before them.
     *
     * @param stepBytes the choice ends when the chosen chunks have this many live bytes
     * @param maxBytes limits the live bytes of all chosen chunks
     */
    Set<Integer> chunksForGaps(int stepBytes, int maxBytes) {
        Set<Integer> chosen = new HashSet<>();
        long[] gaps = largestGaps();
        long live = 0;
        for (int i = chunks.size() - 1; i >= 0 && live < stepBytes; i--) {
            Chunk chunk = chunks.get(i);
            if (chunk.canBeRewritten()) {
                live += chunk.live();
                if (live > Math.min((gaps[i] - OVERHEAD_BLOCKS) * BLOCK_BYTES, maxBytes)) {
                    break;
                }
                chosen.add(chunk.id());
            }
        }
        return chosen;
    }

    /** Returns the length of the largest gap before each chunk. */
    private long[] largestGaps() {
        long[] gaps = new long[chunks.size()];
        long largest = 0;
        long end = HEADER_BLOCKS;
        for (int i = 0; i < gaps.length; i++) {
            largest = Math.max(largest, chunks.get(i).begin() - end);
            end = Math.max(end, chunks.get(i).end());
            gaps[i] = largest;
        }
        return gaps;
    }
}
