/** The order of all servlet filters, and the filters that every request passes. */
@NullMarked
package dev.bobbin.web.filter;

import org.jspecify.annotations.NullMarked;
