/** Backup and restore of the H2 file. */
@NullMarked
package dev.bobbin.database.backup;

import org.jspecify.annotations.NullMarked;
