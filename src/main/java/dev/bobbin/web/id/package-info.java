/** Creates and checks object ids. */
@NullMarked
package dev.bobbin.web.id;

import org.jspecify.annotations.NullMarked;
