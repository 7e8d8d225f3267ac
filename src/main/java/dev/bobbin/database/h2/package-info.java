/**
 * Makes commits on an H2 file durable, reclaims its unused space and copies it for backups.
 *
 * <p>By default, Bobbin stores all data in one H2 file. When a client receives the response to a write, that write
 * survives a crash of the process and a power failure. H2 alone does not promise that; this package does.
 *
 * <h2>What the file looks like</h2>
 *
 * <p>H2's storage engine is the <a href="https://h2database.com/html/mvstore.html">MVStore</a>. It stores tables,
 * indexes and undo logs as B-trees, called maps, whose nodes are pages. The file consists of blocks of 4 KiB. The first
 * two blocks are two copies of the store header, which names a recent chunk. All others belong to chunks or are free.
 *
 * <p>A chunk contains the pages that changed from one snapshot of the maps to the next. The snapshot and its chunk have
 * a version number. A chunk begins with a header. It ends with a footer of 128 bytes that repeats the chunk's id,
 * length and version. One of the maps, the layout map, lists all chunks and the root page of every map.
 *
 * <p>H2 never changes a page in place. It writes the new pages into a gap between chunks or, if none is large enough,
 * at the end of the file. A chunk without live pages becomes free space when no open version needs it. After a crash,
 * H2 returns to the newest chunk whose layout map lists only chunks that it can find.
 *
 * <h2>What H2 does not promise</h2>
 *
 * <ul>
 *   <li>A commit changes pages in memory. It waits for no write and no fsync. A background thread takes a snapshot
 *       after the {@code WRITE_DELAY} of 500 ms, and other threads write it. With {@code WRITE_DELAY=0}, each commit
 *       writes a chunk, but still without fsync. H2 assumes that a chunk is on disk after 45 s, its retention time.
 *   <li>{@code CHECKPOINT SYNC} takes a snapshot and calls fsync. It can miss a commit: if the background thread has
 *       just taken the snapshot with that commit, the statement calls fsync before the chunk is in the file.
 *   <li>A snapshot visits the maps one by one. It can contain half of a transaction that is in progress, for example a
 *       new index entry without its row and its undo log. H2 cannot roll that back after a crash.
 *   <li>A power failure can tear a write: the disk stores some sectors of a chunk and loses others. H2 accepts a chunk
 *       if its header and its footer fit together. It does not check the bytes in between.
 *   <li>The threads that write the file do not report a failure to the connection that committed.
 * </ul>
 *
 * <h2>How a write becomes durable</h2>
 *
 * <ol>
 *   <li>{@link DurableTransactionManager} takes the writer lock, which all writers share, and begins a transaction.
 *   <li>The transaction changes rows and commits. It releases its row locks, its connection and then the writer lock.
 *   <li>The writer waits in {@link SyncScheduler}. All writers that wait when a sync starts share it.
 *   <li>{@link H2File#sync} takes the writer lock exclusively and then H2's store lock. It makes H2 take a snapshot and
 *       releases the writer lock. New transactions begin while the same thread writes the chunk.
 *   <li>It checks that the file contains the snapshot's version. Then it calls fsync.
 *   <li>The waiting writers continue, and the server sends their responses.
 * </ol>
 *
 * <h2>The guards and their reasons</h2>
 *
 * <ul>
 *   <li>Writer lock ({@link H2File#writerLock}): every writer holds it from its first change until its commit. So no
 *       snapshot contains half a transaction.
 *   <li>Store lock: H2 skips a requested snapshot if another thread holds this lock. A sync holds it to the end.
 *   <li>Counter of unsaved bytes: with many unsaved changes, H2 takes a snapshot on a writer's thread, while other
 *       transactions are in progress. Each sync lowers the counter so far that it stays below H2's limit until the next
 *       sync. H2 does not synchronize the counter. So H2 has no threads here: neither the background thread, nor those
 *       that assemble a chunk and write it.
 *   <li>{@link SnapshotExecutor}: writes the chunk in the thread of the sync, as soon as the writer lock is free. On a
 *       busy machine, each of H2's threads would first wait for a processor. When H2 closes the file after a failure,
 *       each commit takes a snapshot. The executor writes none of these.
 *   <li>Write buffer: each sync gives H2 a new one. H2 2.4.240 reuses the buffer of a chunk while a slow reader may
 *       still read a page from it. {@link UnsavedPages} measures the chunk, and {@link ChunkBuffer} waits until the
 *       heap has room for a buffer of that size. H2 would begin with 1 MB, and close the database if it could not
 *       enlarge it. The buffer takes long texts in pieces. Otherwise, H2 would need three times their length.
 *   <li>Size of a chunk: H2 closes the database if it finds no memory for a chunk. A writer first waits for a sync if
 *       the next chunk would become too large.
 *   <li>Version check: reveals a chunk that H2 failed to write, before {@code sync} reports success.
 *   <li>{@link ChecksummedFile}: adds a checksum to each footer and hides the footers of torn chunks, so H2 uses an
 *       older chunk. It calls fsync before each new chunk, which may overwrite space that only older versions use. It
 *       replaces one header copy at a time, and records the newest durable version there. H2 can read such a file
 *       without this class.
 *   <li>{@link FileVerifier}: verifies all chunks in use before H2 opens the file, and that the newest durable version
 *       exists. H2 would return to an older version without a message.
 *   <li>{@link Compaction} and {@link CompactionPlanner}: rewrite live pages of sparse chunks, and pages at the end of
 *       the file, as part of normal snapshots. H2's own compaction moves whole chunks. It can overwrite a chunk that is
 *       needed after a power failure.
 *   <li>{@link OnlineBackup}: copies the file of one sync. Meanwhile H2 only appends, so these chunks do not change.
 *   <li>{@link FreeDiskGuard} and {@link DiskReserve}: reject writes before the disk is full, and let writes in
 *       progress finish. H2 closes the file after a failed write.
 *   <li>{@link EmergencyStop}: halts the process after a failed sync. The operating system may have discarded the
 *       unwritten data, so a later fsync would prove nothing. The next start reads what the disk has stored.
 *   <li>{@link FolderLock}: excludes other servers, even while the compacted copy replaces the file at shutdown.
 *   <li>{@link DataFolder}: creates the folder for the server's own user, and sets the parameters of the JDBC URL.
 *   <li>{@link dev.bobbin.database.h2.content.UntrustedFile}: checks the file before H2 opens it, because H2 executes
 *       the SQL statements in the file.
 * </ul>
 *
 * <h2>Why the version of H2 is pinned</h2>
 *
 * <p>{@link H2Internals} uses private members by reflection: in {@code MVStore}, the fields {@code storeLock} and
 * {@code maps}; in {@code FileStore}, the fields {@code writeBufferPool}, {@code serializationExecutor},
 * {@code bufferSaveExecutor} and {@code chunks}, and the method {@code compactRewrite}. {@link ChunkFooter},
 * {@link StoreHeader}, {@link StoredChunk} and {@link CompactionPlanner} depend on H2's file format, and the package
 * {@code content} on its data types. Another version of H2 can change all of these without notice. So {@code pom.xml}
 * pins the version and states which newer version damaged files.
 *
 * <p>Sources of that version:
 * <a href="https://github.com/h2database/h2database/blob/version-2.4.240/h2/src/main/org/h2/mvstore/MVStore.java">MVStore</a>,
 * <a href="https://github.com/h2database/h2database/blob/version-2.4.240/h2/src/main/org/h2/mvstore/FileStore.java">FileStore</a>,
 * <a href="https://github.com/h2database/h2database/blob/version-2.4.240/h2/src/main/org/h2/mvstore/Chunk.java">Chunk</a>.
 */
@NullMarked
package dev.bobbin.database.h2;

import org.jspecify.annotations.NullMarked;
