/** Reads the threads and messages of an import. This package depends on neither Spring nor the database. */
@NullMarked
package dev.bobbin.transfer.request;

import org.jspecify.annotations.NullMarked;
