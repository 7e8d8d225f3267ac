package dev.bobbin.transfer;

import dev.bobbin.transfer.body.BodyScanner.Element;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * The places of an owner's entries in a body, in their order. They are in a file, since an owner can have any number of
 * entries.
 */
final class EntryIndex {

    /**
     * An entry in the body.
     *
     * @param idHash the beginning of the id's digest
     * @param repeated whether an equal entry of the owner stands before it
     */
    record Entry(Element element, long idHash, boolean repeated) {}

    private static final int ENTRY_BYTES = 4 * Long.BYTES + 2 * Integer.BYTES;
    private static final int ENTRIES_IN_MEMORY = 1000;

    private final FileChannel file;
    private final ByteBuffer cache = ByteBuffer.allocate(ENTRIES_IN_MEMORY * ENTRY_BYTES);

    /** The first entry in memory. */
    private long first;

    private long size;
    private boolean modified;

    EntryIndex(FileChannel file) {
        this.file = file;
    }

    long size() {
        return size;
    }

    void clear() {
        size = 0;
        first = 0;
        modified = false;
    }

    void add(Entry entry) {
        set(size, entry);
        size++;
    }

    void set(long index, Entry entry) {
        load(index);
        Element element = entry.element();
        cache.position((int) (index - first) * ENTRY_BYTES);
        cache.putLong(element.line())
                .putLong(element.begin())
                .putLong(element.end())
                .putLong(entry.idHash())
                .putInt(element.index())
                .putInt(entry.repeated() ? 1 : 0);
        modified = true;
    }

    Entry get(long index) {
        load(index);
        cache.position((int) (index - first) * ENTRY_BYTES);
        long line = cache.getLong();
        long begin = cache.getLong();
        long end = cache.getLong();
        long idHash = cache.getLong();
        return new Entry(new Element(line, cache.getInt(), begin, end), idHash, cache.getInt() == 1);
    }

    /** Reverses the order of the entries from an index to the end. */
    void reverse(long from) {
        long last = size - 1;
        for (long i = from; i < last; i++, last--) {
            Entry entry = get(i);
            Entry other = get(last);
            set(last, entry);
            set(i, other);
        }
    }

    /** The hashes of ids that occur more than once, among those of a part of all ids, in ascending order. */
    long[] repeatedHashes(int part, int parts) {
        long[] hashes = new long[(int) Math.min(size, 1 << 10)];
        int count = 0;
        for (long i = 0; i < size; i++) {
            long hash = get(i).idHash();
            if (Math.floorMod(hash, parts) == part) {
                if (count == hashes.length) {
                    hashes = Arrays.copyOf(hashes, 2 * count);
                }
                hashes[count++] = hash;
            }
        }
        Arrays.sort(hashes, 0, count);
        int repeated = 0;
        for (int i = 1; i < count; i++) {
            if (hashes[i] == hashes[i - 1] && (repeated == 0 || hashes[repeated - 1] != hashes[i])) {
                hashes[repeated++] = hashes[i];
            }
        }
        return Arrays.copyOf(hashes, repeated);
    }

    private void load(long index) {
        if (index >= first && index < first + ENTRIES_IN_MEMORY) {
            return;
        }
        try {
            if (modified) {
                write(cache.clear(), first * ENTRY_BYTES);
            }
            first = index - index % ENTRIES_IN_MEMORY;
            cache.clear();
            while (cache.hasRemaining() && file.read(cache, first * ENTRY_BYTES + cache.position()) >= 0) {
                // Continues until the cache is full or the file ends.
            }
            cache.clear();
            modified = false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(ByteBuffer bytes, long position) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes, position + bytes.position());
        }
    }
}
