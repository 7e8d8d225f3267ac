/** Retention: deletes the threads and conversations of a project whose last activity is long ago. */
@NullMarked
package dev.bobbin.retention;

import org.jspecify.annotations.NullMarked;
