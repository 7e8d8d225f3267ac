package dev.bobbin.database.h2;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVStore;
import org.springframework.util.ReflectionUtils;

/** What H2 keeps to itself, and has no setting or method for. */
final class H2Internals {

    private static final String OTHER_H2 = "This is not the H2 that Bobbin was built with";

    /** H2 multiplies it by four, as an integer. */
    private static final int UNSAVED_BYTES_THAT_NEVER_ARE = (1 << 29) - 1;

    private H2Internals() {}

    /** What H2 holds while it takes commits up and writes the file. */
    static Lock storeLock(MVStore store) {
        return (Lock) Objects.requireNonNull(ReflectionUtils.getField(field("storeLock"), store), OTHER_H2);
    }

    /**
     * Keeps a thread that changes rows from taking up what others are changing, as it would when much is unsaved. Every
     * transaction ends with a sync, so that it never is. Zero would not mean "never": H2 takes it for always when a transaction
     * ends.
     */
    static void holdBackCommits(MVStore store) {
        ReflectionUtils.setField(field("autoCommitMemory"), store, UNSAVED_BYTES_THAT_NEVER_ARE);
    }

    /** Writes what is still in use of some chunks anew. H2 would choose them by itself, and none if the first one is large. */
    static void rewrite(MVStore store, Set<Integer> chunks) {
        Method rewrite = Objects.requireNonNull(
                ReflectionUtils.findMethod(FileStore.class, "compactRewrite", Set.class), OTHER_H2);
        ReflectionUtils.makeAccessible(rewrite);
        store.executeFilestoreOperation(() -> ReflectionUtils.invokeMethod(rewrite, store.getFileStore(), chunks));
    }

    private static Field field(String name) {
        Field field = Objects.requireNonNull(ReflectionUtils.findField(MVStore.class, name), OTHER_H2);
        ReflectionUtils.makeAccessible(field);
        return field;
    }
}
