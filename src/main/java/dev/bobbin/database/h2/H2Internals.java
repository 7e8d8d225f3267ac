package dev.bobbin.database.h2;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.locks.Lock;
import org.h2.mvstore.Chunk;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.WriteBuffer;
import org.springframework.util.ReflectionUtils;

/** Reaches private members of H2 by reflection, where H2 has no setting or public method. */
final class H2Internals {

    private static final String OTHER_VERSION = "This is not the H2 version that Bobbin was built with";

    private H2Internals() {}

    /** Returns H2's store lock. H2 holds it while it takes a snapshot and during operations on the file store. */
    static Lock storeLock(MVStore store) {
        return (Lock) Objects.requireNonNull(
                ReflectionUtils.getField(field(MVStore.class, "storeLock"), store), OTHER_VERSION);
    }

    /** Returns the open maps, a view that changes with them. */
    @SuppressWarnings("unchecked")
    static Collection<MVMap<?, ?>> openMaps(MVStore store) {
        Map<Integer, MVMap<?, ?>> maps =
                (Map<Integer, MVMap<?, ?>>) ReflectionUtils.getField(field(MVStore.class, "maps"), store);
        return Objects.requireNonNull(maps, OTHER_VERSION).values();
    }

    /** Returns the buffers for the next chunks. H2's public method would discard a buffer of more than 4 MB. */
    @SuppressWarnings("unchecked")
    static Queue<WriteBuffer> writeBuffers(FileStore<?> file) {
        return (Queue<WriteBuffer>) Objects.requireNonNull(
                ReflectionUtils.getField(field(FileStore.class, "writeBufferPool"), file), OTHER_VERSION);
    }

    /** Sets the executor of the tasks that assemble a chunk and write it. */
    static void setExecutor(FileStore<?> file, ThreadPoolExecutor executor) {
        ReflectionUtils.setField(field(FileStore.class, "serializationExecutor"), file, executor);
        // Without a second executor, the same task writes the chunk.
        ReflectionUtils.setField(field(FileStore.class, "bufferSaveExecutor"), file, null);
    }

    /** Rewrites the live pages of the given chunks. H2 itself chooses no chunk if its best candidate is large. */
    static void rewriteChunks(MVStore store, Set<Integer> chunks) {
        Method rewrite = Objects.requireNonNull(
                ReflectionUtils.findMethod(FileStore.class, "compactRewrite", Set.class), OTHER_VERSION);
        ReflectionUtils.makeAccessible(rewrite);
        store.executeFilestoreOperation(() -> ReflectionUtils.invokeMethod(rewrite, store.getFileStore(), chunks));
    }

    /** Returns the chunks by id, as H2 reads them, a view that changes with them. */
    @SuppressWarnings("unchecked")
    static Map<Integer, Chunk<?>> chunks(FileStore<?> file) {
        return (Map<Integer, Chunk<?>>)
                Objects.requireNonNull(ReflectionUtils.getField(field(FileStore.class, "chunks"), file), OTHER_VERSION);
    }

    /** Returns the newest chunk in the file. Only an empty database has none. */
    static Optional<Chunk<?>> newestChunk(FileStore<?> file) {
        return chunks(file).values().stream()
                .filter(chunk -> chunk.version == file.lastChunkVersion())
                .findFirst();
    }

    private static Field field(Class<?> type, String name) {
        Field field = Objects.requireNonNull(ReflectionUtils.findField(type, name), OTHER_VERSION);
        ReflectionUtils.makeAccessible(field);
        return field;
    }
}
