/** Export and import of threads with their messages, as JSON Lines. */
@NullMarked
package dev.bobbin.transfer;

import org.jspecify.annotations.NullMarked;
