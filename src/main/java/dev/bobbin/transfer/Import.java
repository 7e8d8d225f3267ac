package dev.bobbin.transfer;

import dev.bobbin.transfer.body.BodyScanner.Element;
import dev.bobbin.web.json.JsonInput;
import dev.bobbin.web.limit.MemoryReservation;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What all steps of one import share.
 *
 * @param createOwners whether an owner is created that only its entries mention
 * @param json reads an element of the body
 * @param refused the owners that have been refused
 * @param newOwners owners that are created together, since each transaction waits for the disk
 * @param parsing the reservation for the element that is being parsed
 * @param memory the reservation for entries that are written or compared
 */
record Import(
        TransferKind kind,
        String project,
        boolean createOwners,
        Function<Element, JsonInput> json,
        Set<String> refused,
        List<NewOwner> newOwners,
        MemoryReservation parsing,
        MemoryReservation memory,
        ImportReport report) {

    /** Reserves memory for entries. It holds none for parsing meanwhile, so two imports cannot wait for each other. */
    void reserve(long bytes) {
        parsing.reserve(0);
        memory.reserve(bytes);
    }

    /** Reads an entry that is known to be valid. */
    ImportedEntry entry(Element element) {
        return kind.entry(json.apply(element));
    }

    /** Compares two entries, of which one is an element of the body. If their texts differ, they are parsed again. */
    boolean areEqual(Element element, ImportedEntry one, ImportedEntry other) {
        parsing.reserve(2 * element.bytes());
        boolean equal = one.equals(other);
        parsing.reserve(0);
        return equal;
    }

    TransferNames names() {
        return kind.names();
    }
}
