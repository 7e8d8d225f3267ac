package dev.bobbin.sequence;

import dev.bobbin.web.limit.MemoryReservation;
import org.jspecify.annotations.Nullable;

/**
 * An element as the first query returns it. An element larger than {@link MemoryReservation#SMALL} comes without its
 * content, so that the server can reserve memory before it reads the content.
 *
 * @param size bytes of the content
 * @param element null if the element must be read as a whole
 */
public record SequenceRow<T>(String id, long size, @Nullable T element) {}
