/** The application class. */
@NullMarked
package dev.bobbin;

import org.jspecify.annotations.NullMarked;
