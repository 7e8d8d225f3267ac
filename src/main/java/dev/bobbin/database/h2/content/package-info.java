/**
 * What an H2 file may contain: the tables of Bobbin, and the data types of their rows. {@link
 * dev.bobbin.database.h2.content.UntrustedFile} rejects a file with anything else before H2's SQL engine opens it.
 */
@NullMarked
package dev.bobbin.database.h2.content;

import org.jspecify.annotations.NullMarked;
