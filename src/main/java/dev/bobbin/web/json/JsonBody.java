package dev.bobbin.web.json;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The parsed body of a request, which a controller reads once. A parsed body can need more than twenty times the memory
 * of its text. Spring refers to this object until the response is written, so reading releases what it holds.
 */
public final class JsonBody {

    private final Runnable onRead;
    private @Nullable JsonInput root;

    JsonBody(JsonInput root, Runnable onRead) {
        this.root = root;
        this.onRead = onRead;
    }

    /** Converts the body, and releases the parsed form. */
    public <T> T read(Function<JsonInput, T> conversion) {
        JsonInput input = root;
        if (input == null) {
            throw new IllegalStateException("The body has been read already");
        }
        root = null;
        onRead.run();
        return conversion.apply(input);
    }
}
