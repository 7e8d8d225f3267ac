/**
 * Ordered sequences: the engine that threads and conversations share. A sequence has an owner, such as a thread, and
 * elements, such as its messages.
 *
 * <ul>
 *   <li>Each element has a position, which it keeps. A writer takes positions while it holds the lock on the owner's
 *       row, so that a client that has seen position 7 can never later discover a position 6.
 *   <li>A deleted element leaves a tombstone: its id and position. So it still works as a cursor.
 *   <li>A page is a range of positions. The server reserves memory before it reads large elements.
 *   <li>An owner with many elements is deleted in the background, in batches.
 * </ul>
 */
@NullMarked
package dev.bobbin.sequence;

import org.jspecify.annotations.NullMarked;
