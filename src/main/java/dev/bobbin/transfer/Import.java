package dev.bobbin.transfer;

import dev.bobbin.thread.MessageObject;
import dev.bobbin.transfer.body.BodyScanner.Element;
import dev.bobbin.transfer.request.ImportedMessage;
import dev.bobbin.web.json.JsonInput;
import dev.bobbin.web.limit.MemoryReservation;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What all steps of one import share.
 *
 * @param createThreads whether a thread is created that only its messages mention
 * @param json reads an element of the body
 * @param refused the threads that have been refused
 * @param newThreads threads that are created together, since each transaction waits for the disk
 * @param parsing the reservation for the element that is being parsed
 * @param memory the reservation for messages that are written or compared
 */
record Import(
        String project,
        boolean createThreads,
        Function<Element, JsonInput> json,
        Set<String> refused,
        List<NewThread> newThreads,
        MemoryReservation parsing,
        MemoryReservation memory,
        ImportReport report) {

    /** Reserves memory for messages. It holds none for parsing meanwhile, so two imports cannot wait for each other. */
    void reserve(long bytes) {
        parsing.reserve(0);
        memory.reserve(bytes);
    }

    /** Reads a message that is known to be valid. */
    MessageObject message(Element element) {
        return ImportedMessage.from(json.apply(element));
    }
}
