/** Splits the body of an import into its elements, of which none is held in memory. */
@NullMarked
package dev.bobbin.transfer.body;

import org.jspecify.annotations.NullMarked;
