/** Serves the page at {@code /ui/}, in which people read conversations. The page itself uses only the public API. */
@NullMarked
package dev.bobbin.web.ui;

import org.jspecify.annotations.NullMarked;
