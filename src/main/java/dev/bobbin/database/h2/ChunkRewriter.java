package dev.bobbin.database.h2;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVStore;

/**
 * Rewrites chunks of an H2 file, so that the space of their unused pages can be reclaimed. It only changes pages in
 * memory: the next sync writes them.
 */
final class ChunkRewriter {

    private final MVStore store;

    ChunkRewriter(MVStore store) {
        this.store = store;
    }

    /**
     * Rewrites the live pages of old, sparse chunks. The next sync writes these pages into a new chunk.
     *
     * @param maxFillRate a sparse chunk has a lower percentage of live bytes
     * @param stepBytes limits the live bytes of the chosen chunks
     * @param maxChunkBytes limits the live bytes of a single chunk, chosen if no chunk fits into {@code stepBytes}
     * @return whether there were such chunks
     */
    boolean rewriteSparseChunks(int maxFillRate, int stepBytes, int maxChunkBytes) {
        return rewrite(planner -> planner.sparseChunks(maxFillRate, stepBytes, maxChunkBytes));
    }

    /**
     * Rewrites the live pages of chunks at the end of the file if the fill rate of the file is below the target. The
     * next sync writes these pages into a gap. A later sync then truncates the file.
     *
     * <p>H2's own method moves whole chunks within the file. It can overwrite a chunk that H2 needs after a power
     * failure.
     *
     * @param targetFillRate the wanted percentage of used space in the file
     * @param stepBytes the choice ends when the chosen chunks have this many live bytes
     * @param maxBytes limits the live bytes of all chosen chunks
     * @return whether there were such chunks
     */
    boolean moveChunksIntoGaps(int targetFillRate, int stepBytes, int maxBytes) {
        FileStore<?> file = store.getFileStore();
        store.executeFilestoreOperation(file::dropUnusedChunks);
        return file.getFillRate() < targetFillRate && rewrite(planner -> planner.chunksForGaps(stepBytes, maxBytes));
    }

    /** The size of the file, and of all pages that its chunks were written with. Useful steps reduce one of them. */
    long bytesOfFileAndChunks() {
        return store.getFileStore().size()
                + StoredChunk.in(store.getLayoutMap()).stream()
                        .filter(StoredChunk::isLive)
                        .mapToLong(StoredChunk::max)
                        .sum();
    }

    private boolean rewrite(Function<CompactionPlanner, Set<Integer>> choice) {
        MVStore.TxCounter version = store.registerVersionUsage();
        try {
            List<StoredChunk> chunks = StoredChunk.in(store.getLayoutMap());
            Set<Integer> chosen = choice.apply(new CompactionPlanner(chunks));
            if (!chosen.isEmpty()) {
                FileVerifier.verify(
                        store.getFileStore(),
                        chunks.stream()
                                .filter(chunk -> chosen.contains(chunk.id()))
                                .toList());
                H2Internals.rewriteChunks(store, chosen);
            }
            return !chosen.isEmpty();
        } finally {
            store.deregisterVersionUsage(version);
        }
    }
}
