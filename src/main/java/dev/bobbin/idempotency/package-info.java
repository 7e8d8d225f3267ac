/** Safe retries: a creation with an idempotency key runs once, and a retry gets the same response. */
@NullMarked
package dev.bobbin.idempotency;

import org.jspecify.annotations.NullMarked;
