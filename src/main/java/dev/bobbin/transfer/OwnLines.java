package dev.bobbin.transfer;

import dev.bobbin.transfer.body.BodyScanner;
import dev.bobbin.transfer.body.BodyScanner.Element;
import dev.bobbin.transfer.body.Place;
import dev.bobbin.transfer.request.ImportedThread;
import dev.bobbin.web.error.ApiException;
import dev.bobbin.web.json.JsonInput;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The threads' own lines that an import has not reached yet. With {@code create_threads}, messages can precede the line
 * of their thread, and the thread must get the date and the metadata of its line.
 */
final class OwnLines implements BodyScanner.Target {

    /** The lines of further threads are found only when the import reaches them. */
    private static final int MAX_LINES = 10_000;

    private final Function<Element, JsonInput> json;
    private final Map<String, Element> notReached = new HashMap<>();
    private final Set<Element> taken = new HashSet<>();

    OwnLines(Function<Element, JsonInput> json) {
        this.json = json;
    }

    @Override
    public void element(Element element) {
        try {
            JsonInput value = json.apply(element);
            if (notReached.size() < MAX_LINES
                    && value.required("object")
                            .oneOf("thread", "thread.message")
                            .equals("thread")) {
                notReached.putIfAbsent(ImportedThread.id(value), element);
            }
        } catch (ApiException e) {
            if (!e.isInvalidInput()) {
                throw e;
            }
        }
    }

    /** The import reports it. */
    @Override
    public void unreadable(Place begin, ApiException error) {}

    /** Takes the line of a thread before the import reaches it; null if no line of the thread follows. */
    @Nullable
    Element take(String threadId) {
        Element line = notReached.remove(threadId);
        if (line != null) {
            taken.add(line);
        }
        return line;
    }

    /** Returns whether a line that the import reaches has been taken before. */
    boolean reach(String threadId, Element line) {
        notReached.remove(threadId, line);
        return taken.remove(line);
    }
}
