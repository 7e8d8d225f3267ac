/** Reads JSON strictly and writes it exactly. */
@NullMarked
package dev.bobbin.web.json;

import org.jspecify.annotations.NullMarked;
