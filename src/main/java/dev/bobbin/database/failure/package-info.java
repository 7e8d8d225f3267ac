/** Classifies database failures: SQL states, transient errors, lost races and failed starts. */
@NullMarked
package dev.bobbin.database.failure;

import org.jspecify.annotations.NullMarked;
