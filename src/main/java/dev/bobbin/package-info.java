/** The server: its entry, and the line that tells where it is to be found. */
@NullMarked
package dev.bobbin;

import org.jspecify.annotations.NullMarked;
