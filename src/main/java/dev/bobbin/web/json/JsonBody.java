package dev.bobbin.web.json;

import dev.bobbin.web.limit.MemoryReservation;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The parsed body of a request, which a controller reads once. A parsed body can need thirty times the memory of its
 * text. Spring refers to this object until the response is written, so reading releases what it holds.
 */
public final class JsonBody {

    private final Runnable onRead;
    private final MemoryReservation memory;
    private @Nullable JsonInput root;

    JsonBody(JsonInput root, Runnable onRead, MemoryReservation memory) {
        this.root = root;
        this.onRead = onRead;
        this.memory = memory;
    }

    /** Converts the body, and releases the parsed form. */
    public <T> T read(Function<JsonInput, T> conversion) {
        JsonInput input = root;
        if (input == null) {
            throw new IllegalStateException("The body has been read already");
        }
        root = null;
        onRead.run();
        T value = conversion.apply(input);
        memory.close();
        return value;
    }
}
