/** Object ids. */
@NullMarked
package dev.bobbin.web.id;

import org.jspecify.annotations.NullMarked;
