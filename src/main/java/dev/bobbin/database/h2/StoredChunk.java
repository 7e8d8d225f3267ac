package dev.bobbin.database.h2;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.h2.mvstore.Chunk;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;

/**
 * A chunk of an H2 file, as H2's layout map describes it. Positions are in blocks; all other sizes are in bytes.
 *
 * @param begin the first block
 * @param end the block after the last one
 * @param max the size of all pages that the chunk was written with
 * @param live the size of its pages that are still in use
 * @param pinned whether it contains live pages of an undo log, which only the log's own transaction may rewrite
 */
record StoredChunk(int id, long version, long begin, long end, long max, long live, boolean pinned) {

    /** Returns all chunks of a store's newest version. */
    static List<StoredChunk> allIn(MVStore store) {
        List<StoredChunk> chunks = new ArrayList<>(in(store.getLayoutMap()));
        // The layout map does not contain the newest chunk.
        H2Internals.newestChunk(store.getFileStore()).map(StoredChunk::of).ifPresent(chunks::add);
        return chunks;
    }

    /** Returns the chunks of a layout map, sorted by position in the file. */
    static List<StoredChunk> in(Map<String, String> layout) {
        return layout.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("chunk."))
                .map(entry -> DataUtils.parseMap(entry.getValue()))
                .filter(fields -> fields.containsKey("block"))
                .map(StoredChunk::parse)
                .sorted(Comparator.comparingLong(StoredChunk::begin))
                .toList();
    }

    static StoredChunk of(Chunk<?> chunk) {
        return new StoredChunk(
                chunk.id, chunk.version, chunk.block, chunk.block + chunk.len, chunk.maxLen, chunk.maxLenLive, false);
    }

    private static StoredChunk parse(Map<String, String> fields) {
        long begin = DataUtils.readHexLong(fields, "block", 0);
        long max = DataUtils.readHexLong(fields, "max", 0);
        return new StoredChunk(
                (int) DataUtils.readHexLong(fields, "chunk", 0),
                DataUtils.readHexLong(fields, "version", 0),
                begin,
                begin + DataUtils.readHexLong(fields, "len", 0),
                max,
                DataUtils.readHexLong(fields, "liveMax", max),
                DataUtils.readHexLong(fields, "pinCount", 0) > 0);
    }

    boolean isLive() {
        return live > 0;
    }

    boolean canBeRewritten() {
        return isLive() && !pinned;
    }

    /** Lower values come first: chunks with a low fill rate and old chunks. */
    double priority(long newestVersion) {
        return (double) live / max / (newestVersion - version + 1);
    }
}
