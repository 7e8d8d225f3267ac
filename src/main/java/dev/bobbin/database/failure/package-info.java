/** Classifies database failures: SQL states, transient errors, lost races, and databases that stop start-up. */
@NullMarked
package dev.bobbin.database.failure;

import org.jspecify.annotations.NullMarked;
