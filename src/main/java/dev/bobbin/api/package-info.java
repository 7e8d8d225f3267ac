/** What every endpoint shares: strict JSON in, exact JSON out, errors, ids and pages. */
@NullMarked
package dev.bobbin.api;

import org.jspecify.annotations.NullMarked;
