/** Safe retries: a creation with an idempotency key is done once, and its response is replayed to repeats. */
@NullMarked
package dev.bobbin.idempotency;

import org.jspecify.annotations.NullMarked;
