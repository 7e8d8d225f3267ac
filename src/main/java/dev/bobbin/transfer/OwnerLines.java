package dev.bobbin.transfer;

import dev.bobbin.transfer.EntryIndex.Entry;
import dev.bobbin.transfer.body.BodyScanner.Element;
import dev.bobbin.transfer.body.Place;
import dev.bobbin.web.Sha256;
import dev.bobbin.web.error.ApiException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** The lines of one owner that stand together in a body: perhaps the owner itself, and then its entries. */
final class OwnerLines {

    final String ownerId;
    final EntryIndex entries;
    final ProblemList problems = new ProblemList();

    /** The owner's own line, if it is valid. */
    @Nullable
    ImportedOwner owner;

    /** The owner's own line, valid or not; null if there are only entries. */
    @Nullable
    Element ownerLine;

    /** The number of lines that are no valid entries of this owner. */
    long invalid;

    /** The total size of the entries in the body. */
    long bytes;

    private @Nullable Long oldest;

    /** The first entry of the page, or of several pages in a row, that is being read; -1 if none is. */
    private long firstOfPages = -1;

    private long lastDate;
    private boolean rises;
    private boolean falls;

    OwnerLines(String ownerId, EntryIndex entries) {
        this.ownerId = ownerId;
        this.entries = entries;
        entries.clear();
    }

    void add(Element element, ImportedEntry entry) {
        if (element.index() < 0) {
            endPages();
        }
        if (entry.createdAt() != null) {
            addDate(element, entry.createdAt());
        }
        bytes += element.bytes();
        entries.add(new Entry(element, hash(entry.id()), false));
    }

    private void addDate(Element element, long date) {
        if (element.index() >= 0 && firstOfPages < 0) {
            firstOfPages = entries.size();
        } else if (element.index() >= 0) {
            compareDates(element, date);
        }
        lastDate = date;
        oldest = oldest == null ? date : Math.min(oldest, date);
    }

    private void compareDates(Element element, long date) {
        boolean risesNow = rises || date > lastDate;
        boolean fallsNow = falls || date < lastDate;
        if (risesNow && fallsNow) {
            addProblem(
                    element,
                    ApiException.badRequest(
                            element.path() + ".created_at",
                            "invalid_value",
                            "The messages of a page must be in the order of their dates, newest or oldest first."));
            return;
        }
        rises = risesNow;
        falls = fallsNow;
    }

    /** Ends a sequence of pages. The API lists the newest entry first, so that is the order unless dates rise. */
    void endPages() {
        if (firstOfPages >= 0 && !rises) {
            entries.reverse(firstOfPages);
        }
        firstOfPages = -1;
        rises = false;
        falls = false;
    }

    void addInvalid(Place begin, ApiException error) {
        invalid++;
        problems.add(begin, error);
    }

    void addProblem(Element element, ApiException error) {
        problems.add(element.place(), error);
    }

    List<Entry> places() {
        return LongStream.range(0, entries.size()).mapToObj(entries::get).toList();
    }

    /** Restores the entries after the index has been used for another owner. */
    void restore(List<Entry> places) {
        entries.clear();
        places.forEach(entries::add);
    }

    /** Whether there is a valid line of the owner, and it equals an existing owner. */
    boolean hasEqualOwner(ImportedOwner existing) {
        if (owner == null) {
            return false;
        }
        ImportedOwner dated =
                owner.createdAt() == null ? owner.withCreatedAt(Objects.requireNonNull(existing.createdAt())) : owner;
        return dated.equals(existing);
    }

    /** The owner with its own date, or else that of its oldest entry, or else another one. */
    ImportedOwner ownerToCreate(TransferKind kind, long otherDate) {
        ImportedOwner created = owner == null ? kind.ownerWithoutLine(ownerId) : owner;
        return created.createdAt() != null
                ? created
                : created.withCreatedAt(Objects.requireNonNullElse(oldest, otherDate));
    }

    /** The owner's line, or else its first entry; null if there is no valid line. */
    @Nullable
    Element first() {
        if (ownerLine != null) {
            return ownerLine;
        }
        return entries.size() == 0 ? null : entries.get(0).element();
    }

    private static long hash(String id) {
        return ByteBuffer.wrap(Sha256.digest(id.getBytes(StandardCharsets.US_ASCII)))
                .getLong();
    }
}
