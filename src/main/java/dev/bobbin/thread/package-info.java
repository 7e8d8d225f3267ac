/** Threads and the messages in them. */
@NullMarked
package dev.bobbin.thread;

import org.jspecify.annotations.NullMarked;
