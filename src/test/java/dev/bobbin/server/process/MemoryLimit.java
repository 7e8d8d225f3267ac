package dev.bobbin.server.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A limit on the memory of a process, as a small machine has it: the kernel kills the process if it needs more. The
 * limit has no effect if the tests may not create control groups of Linux.
 */
final class MemoryLimit implements AutoCloseable {

    private static final Path VERSION_2 = Path.of("/sys/fs/cgroup");
    private static final Path VERSION_1 = VERSION_2.resolve("memory");

    private final @Nullable Path group;

    private MemoryLimit(@Nullable Path group) {
        this.group = group;
    }

    static MemoryLimit of(long bytes) throws IOException {
        boolean first = Files.isDirectory(VERSION_1);
        Path parent = first ? VERSION_1 : VERSION_2;
        if (!Files.isWritable(parent)) {
            return new MemoryLimit(null);
        }
        Path group = Files.createTempDirectory(parent, "bobbin");
        Path limit = group.resolve(first ? "memory.limit_in_bytes" : "memory.max");
        if (!Files.exists(limit)) {
            Files.delete(group);
            return new MemoryLimit(null);
        }
        Files.writeString(limit, String.valueOf(bytes));
        return new MemoryLimit(group);
    }

    boolean hasEffect() {
        return group != null;
    }

    /** Limits a process that has just started. */
    void apply(long pid) throws IOException {
        if (group != null) {
            Files.writeString(group.resolve("cgroup.procs"), String.valueOf(pid));
        }
    }

    /** The process must have ended. */
    @Override
    public void close() throws IOException {
        if (group != null) {
            Files.delete(group);
        }
    }
}
