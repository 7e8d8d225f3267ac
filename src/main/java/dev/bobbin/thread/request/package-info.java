/**
 * Request bodies: each record checks and represents what a client sends. This package depends on neither Spring nor the
 * database.
 */
@NullMarked
package dev.bobbin.thread.request;

import org.jspecify.annotations.NullMarked;
