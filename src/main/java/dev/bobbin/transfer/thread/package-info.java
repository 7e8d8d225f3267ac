/** Export and import of threads and their messages. */
@NullMarked
package dev.bobbin.transfer.thread;

import org.jspecify.annotations.NullMarked;
