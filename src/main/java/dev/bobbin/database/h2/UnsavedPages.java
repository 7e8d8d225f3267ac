package dev.bobbin.database.h2;

import java.util.Collection;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.Page;
import org.h2.mvstore.type.DataType;
import org.jspecify.annotations.Nullable;

/**
 * Measures the pages of the next chunk. H2's own counter of unsaved bytes assumes an average size for most rows. So it
 * is far too low if a page contains a large message and small ones.
 */
final class UnsavedPages {

    private static final String TABLE = "table.";

    /** The key of a row, and its share of the header of its page. */
    private static final int BYTES_OF_KEY = 16;

    private static final long MAX_BYTES_OF_AN_ESTIMATE = 1 << 20;

    private final TextCounter counter = new TextCounter();
    private final boolean exact;
    private long bytes;
    private long bytesOfRows;

    private UnsavedPages(Collection<MVMap<?, ?>> openMaps, boolean exact) {
        this.exact = exact;
        for (MVMap<?, ?> map : openMaps) {
            addMap(map);
        }
    }

    /**
     * Measures the unsaved pages. It costs as much to count the bytes of all rows as to write them, so a few rows are
     * only estimated.
     *
     * @param openMaps no transaction may be in progress in them
     */
    static UnsavedPages of(Collection<MVMap<?, ?>> openMaps) {
        UnsavedPages estimate = new UnsavedPages(openMaps, false);
        return estimate.bytesOfRows <= MAX_BYTES_OF_AN_ESTIMATE ? estimate : new UnsavedPages(openMaps, true);
    }

    /** The bytes in memory of everything except the rows of tables. */
    long bytes() {
        return bytes;
    }

    /** At least the bytes of the rows in the file. */
    long bytesOfRows() {
        return bytesOfRows;
    }

    private <V> void addMap(MVMap<?, V> map) {
        Page<?, V> root = map.getRootPage();
        // H2 looks a name up in a map of its own, and most maps have not changed.
        if (!root.isSaved()) {
            String name = map.getName();
            boolean isTable = name != null && name.startsWith(TABLE);
            addPage(root, isTable ? map.getValueType() : null);
        }
    }

    /** @param rows measures the rows of a page; null for the pages of an index, which are small */
    private <V> void addPage(Page<?, V> page, @Nullable DataType<V> rows) {
        if (page.isSaved()) {
            return;
        }
        if (!page.isLeaf()) {
            bytes += page.getMemory();
            for (int i = 0; i < page.getRawChildPageCount(); i++) {
                // H2 would read a saved page from the file.
                if (!DataUtils.isPageSaved(page.getChildPagePos(i))) {
                    addPage(page.getChildPage(i), rows);
                }
            }
        } else if (rows == null) {
            bytes += page.getMemory();
        } else {
            for (int i = 0; i < page.getKeyCount(); i++) {
                addRow(page.getValue(i), rows);
            }
        }
    }

    private <V> void addRow(V row, DataType<V> type) {
        bytesOfRows += BYTES_OF_KEY + (exact ? bytes(row, type) : maxBytes(row, type));
    }

    private <V> long bytes(V row, DataType<V> type) {
        counter.clear();
        type.write(counter, row);
        return counter.bytes();
    }

    /** A character needs two bytes in memory, and up to three in the file. */
    private static <V> long maxBytes(V row, DataType<V> type) {
        return type.getMemory(row) * 3L / 2;
    }
}
