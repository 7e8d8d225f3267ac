/** The error envelope and the generic error sentences. */
@NullMarked
package dev.bobbin.web.error;

import org.jspecify.annotations.NullMarked;
