/** Limits of requests: connections, body size, deadlines and memory. */
@NullMarked
package dev.bobbin.web.limit;

import org.jspecify.annotations.NullMarked;
