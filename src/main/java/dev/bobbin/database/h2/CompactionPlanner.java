package dev.bobbin.database.h2;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.h2.mvstore.DataUtils;

/** Which chunks of an H2 file are worth writing anew. Places and lengths are in blocks, all other sizes in bytes. */
final class CompactionPlanner {

    private static final int BLOCK_BYTES = 4096;

    /** Both copies of the file's header. */
    private static final long HEADER = 2;

    /** What H2 writes beside the chunks that move, at most: its own books and the way from the roots. */
    private static final long BOOKS = 64;

    /** To write anew leaves some unused bytes itself, which in a small file are a large part. */
    private static final long LEAST_GAIN = 256 << 10;

    /** In the order in which they lie in the file. */
    private final List<Chunk> chunks = new ArrayList<>();

    /**
     * {@code max} is what the chunk held at first, and {@code live} what of it is still in use; what nobody but its own
     * transaction may write is {@code pinned}. {@code millis} is the time of the chunk since the file was made.
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

        /** The less is in use of it, and the longer it has been so, the better. */
        double priority(long newestVersion) {
            return (double) live / max / (newestVersion - version + 1);
        }
    }

    /** {@code layout} is what H2 keeps about the chunks of a file. */
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
     * Which chunks of those written until then are worth putting together, if less than a part of them is in use: so many bytes
     * of them, or a larger one if there is no other.
     */
    Set<Integer> mostlyUnused(long untilMillis, int wantedPercent, int bytes, int maxBytes) {
        long newest = chunks.stream().mapToLong(Chunk::version).max().orElse(0);
        List<Chunk> worn = chunks.stream()
                .filter(chunk -> chunk.canBeRewritten() && chunk.live() < chunk.max())
                .filter(chunk -> chunk.millis() <= untilMillis && chunk.version() < newest)
                .sorted(Comparator.comparingDouble(chunk -> chunk.priority(newest)))
                .toList();
        long max = worn.stream().mapToLong(Chunk::max).sum();
        long live = worn.stream().mapToLong(Chunk::live).sum();
        Set<Integer> found = new HashSet<>();
        if (live * 100 >= max * wantedPercent || max - live < LEAST_GAIN) {
            return found;
        }
        long room = bytes;
        for (Chunk chunk : worn) {
            if (chunk.live() <= room) {
                room -= chunk.live();
                found.add(chunk.id());
            }
        }
        if (found.isEmpty()) {
            worn.stream()
                    .filter(chunk -> chunk.live() <= maxBytes)
                    .findFirst()
                    .ifPresent(chunk -> found.add(chunk.id()));
        }
        return found;
    }

    /** Which chunks at the end of the file fit into the largest hole before them: so many bytes of them, or a larger one. */
    Set<Integer> behindHoles(int bytes, int maxBytes) {
        Set<Integer> found = new HashSet<>();
        long[] rooms = largestHoles();
        long live = 0;
        for (int i = chunks.size() - 1; i >= 0 && live < bytes; i--) {
            Chunk chunk = chunks.get(i);
            if (chunk.canBeRewritten()) {
                live += chunk.live();
                if (live > Math.min((rooms[i] - BOOKS) * BLOCK_BYTES, maxBytes)) {
                    break;
                }
                found.add(chunk.id());
            }
        }
        return found;
    }

    /** The length of the largest hole before each chunk. */
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
