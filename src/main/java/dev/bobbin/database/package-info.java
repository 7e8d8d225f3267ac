/** The data source, transactions and retries. */
@NullMarked
package dev.bobbin.database;

import org.jspecify.annotations.NullMarked;
