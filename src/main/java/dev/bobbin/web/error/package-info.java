/** The error envelope, the general error sentences, and the handlers that turn exceptions into responses. */
@NullMarked
package dev.bobbin.web.error;

import org.jspecify.annotations.NullMarked;
