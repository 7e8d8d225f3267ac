package dev.bobbin.sequence;

import dev.bobbin.web.limit.MemoryReservation;
import org.jspecify.annotations.Nullable;

/**
 * An element as the first query returns it. An element larger than {@link MemoryReservation#SMALL} comes without its
 * content, so that the server can reserve memory before it reads the content.
 *
 * @param position the position in the sequence. An owner has none, and gets 0.
 * @param size bytes of the content
 * @param element null if the element must be read as a whole
 */
public record SequenceRow<T>(
        String id, long position, long size, @Nullable T element) {}
