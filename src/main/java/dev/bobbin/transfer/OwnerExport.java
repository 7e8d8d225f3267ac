package dev.bobbin.transfer;

import dev.bobbin.sequence.OwnerDeletedException;
import dev.bobbin.sequence.OwnerList;
import dev.bobbin.sequence.SequenceWalk;
import dev.bobbin.web.error.ApiException;
import dev.bobbin.web.json.JsonLines;
import dev.bobbin.web.json.JsonWritable;
import dev.bobbin.web.limit.MemoryReservation;
import dev.bobbin.web.page.ListPage;
import dev.bobbin.web.page.MetadataFilter;
import dev.bobbin.web.page.PageQuery;
import io.micrometer.core.instrument.Counter;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes owners of one kind, each with its entries. */
public final class OwnerExport<T extends OwnerList.Owner, S extends SequenceWalk.Element> {

    /** Owners that are in memory at once while their entries are written. */
    private static final int PAGE_SIZE = 20;

    private final TransferNames names;
    private final OwnerList<T> owners;
    private final SequenceWalk<S> entries;
    private final BiFunction<String, S, JsonWritable> line;
    private final Counter exportedOwners;
    private final Counter exportedEntries;

    /** @param line creates the line of an entry from the id of its owner and the entry */
    public OwnerExport(
            TransferNames names,
            OwnerList<T> owners,
            SequenceWalk<S> entries,
            BiFunction<String, S, JsonWritable> line,
            TransferMetrics metrics) {
        this.names = names;
        this.owners = owners;
        this.entries = entries;
        this.line = line;
        this.exportedOwners = metrics.exports(names.owner());
        this.exportedEntries = metrics.exports(names.entry());
    }

    /** The owners that match a filter, the oldest first. */
    public JsonLines ofAll(String project, MetadataFilter filter, MemoryReservation memory) {
        return lines -> {
            ListPage<T> page = list(project, null, filter, memory);
            while (page.lastId() != null) {
                for (T owner : page.data()) {
                    write(project, owner, lines, memory);
                }
                page = list(project, page.lastId(), filter, memory);
            }
        };
    }

    private ListPage<T> list(String project, @Nullable String after, MetadataFilter filter, MemoryReservation memory) {
        return owners.list(project, new PageQuery(PAGE_SIZE, true, after, null, null), filter, memory);
    }

    /** A single owner. */
    public JsonLines ofOne(
            String project, String id, Function<String, ApiException> notFound, MemoryReservation memory) {
        T owner = owners.find(project, id).orElseThrow(() -> notFound.apply(id));
        return lines -> {
            if (!write(project, owner, lines, memory)) {
                throw notFound.apply(id);
            }
        };
    }

    /**
     * Writes an owner and then the entries that it has when the export reaches it.
     *
     * @return false, without having written a line, if the owner has been deleted
     */
    private boolean write(String project, T owner, JsonLines.Writer lines, MemoryReservation memory)
            throws IOException {
        Target target = new Target(owner, lines);
        try {
            entries.walk(project, owner.id(), memory, target);
            target.begin();
            return true;
        } catch (OwnerDeletedException e) {
            if (target.begun) {
                throw ApiException.unavailable(
                        names.capitalizedOwner() + " '" + owner.id()
                                + "' was deleted during the export. Please try again.",
                        Duration.ofSeconds(1));
            }
            return false;
        }
    }

    /** Writes the owner before its first entry, which shows that the owner still exists. */
    private final class Target implements SequenceWalk.Target<S> {

        private final T owner;
        private final JsonLines.Writer lines;
        private boolean begun;

        Target(T owner, JsonLines.Writer lines) {
            this.owner = owner;
            this.lines = lines;
        }

        @Override
        public void accept(S entry) throws IOException {
            begin();
            lines.write(line.apply(owner.id(), entry));
            exportedEntries.increment();
        }

        void begin() throws IOException {
            if (!begun) {
                lines.write(owner);
                begun = true;
                exportedOwners.increment();
            }
        }
    }
}
