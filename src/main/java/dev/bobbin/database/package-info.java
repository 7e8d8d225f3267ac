/** The data source, transactions, retries, and the division of connections among projects and threads. */
@NullMarked
package dev.bobbin.database;

import org.jspecify.annotations.NullMarked;
