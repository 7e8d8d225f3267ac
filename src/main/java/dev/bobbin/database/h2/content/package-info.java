/**
 * Checks that an H2 file contains only the tables of Bobbin, and the data types of their rows. {@link
 * dev.bobbin.database.h2.content.UntrustedFile} rejects any other file before H2's SQL engine opens it.
 */
@NullMarked
package dev.bobbin.database.h2.content;

import org.jspecify.annotations.NullMarked;
