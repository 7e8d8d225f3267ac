/** What keeps the data: the database's whereabouts, group commit, and failures at start in one readable line. */
@NullMarked
package dev.bobbin.storage;

import org.jspecify.annotations.NullMarked;
