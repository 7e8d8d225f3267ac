package dev.bobbin.database.h2;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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

    /** In a large file, the gain must be at least one of so many parts of all chunks. */
    private static final long PARTS_PER_MIN_GAIN = 16;

    private final List<StoredChunk> chunks;

    /** {@code chunks} must be sorted by position in the file. */
    CompactionPlanner(List<StoredChunk> chunks) {
        this.chunks = chunks;
    }

    /**
     * Chooses sparse chunks to merge. The result is empty if the file would gain too little space.
     *
     * @param maxFillRate a sparse chunk has a lower percentage of live bytes
     * @param stepBytes limits the live bytes of the chosen chunks
     * @param maxChunkBytes limits the live bytes of a single chunk, chosen if no chunk fits into {@code stepBytes}
     */
    Set<Integer> sparseChunks(int maxFillRate, int stepBytes, int maxChunkBytes) {
        long newest = chunks.stream().mapToLong(StoredChunk::version).max().orElse(0);
        List<StoredChunk> sparse = chunks.stream()
                .filter(chunk -> chunk.canBeRewritten() && chunk.live() * 100 < chunk.max() * maxFillRate)
                .filter(chunk -> chunk.version() < newest)
                .sorted(Comparator.comparingDouble(chunk -> chunk.priority(newest)))
                .toList();
        long gain =
                sparse.stream().mapToLong(chunk -> chunk.max() - chunk.live()).sum();
        long all = chunks.stream()
                .filter(StoredChunk::isLive)
                .mapToLong(StoredChunk::max)
                .sum();
        Set<Integer> chosen = new HashSet<>();
        if (gain < Math.max(MIN_GAIN_BYTES, all / PARTS_PER_MIN_GAIN)) {
            return chosen;
        }
        long remaining = stepBytes;
        for (StoredChunk chunk : sparse) {
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
            StoredChunk chunk = chunks.get(i);
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
