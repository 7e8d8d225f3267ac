/** Metrics, traces and the request log. */
@NullMarked
package dev.bobbin.telemetry;

import org.jspecify.annotations.NullMarked;
