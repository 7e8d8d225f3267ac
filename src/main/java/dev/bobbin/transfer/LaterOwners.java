package dev.bobbin.transfer;

import dev.bobbin.transfer.body.BodyScanner;
import dev.bobbin.transfer.body.BodyScanner.Element;
import dev.bobbin.transfer.body.Place;
import dev.bobbin.web.error.ApiException;
import dev.bobbin.web.json.JsonInput;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The owners whose own lines an import has not reached yet. If it creates owners that only their entries mention,
 * entries can precede the line of their owner. The owner must get the date and the metadata of this line.
 */
final class LaterOwners implements BodyScanner.Target {

    /** The lines of further owners are found only when the import reaches them. */
    private static final int MAX_LINES = 10_000;

    private final TransferKind kind;
    private final Function<Element, JsonInput> json;
    private final Map<String, Element> notReached = new HashMap<>();
    private final Set<Element> taken = new HashSet<>();

    LaterOwners(TransferKind kind, Function<Element, JsonInput> json) {
        this.kind = kind;
        this.json = json;
    }

    @Override
    public void element(Element element) {
        try {
            JsonInput value = json.apply(element);
            if (notReached.size() < MAX_LINES && kind.isOwner(value, element.index() >= 0)) {
                notReached.putIfAbsent(kind.ownerId(value), element);
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

    /** Takes the line of an owner before the import reaches it; null if no line of the owner follows. */
    @Nullable
    Element take(String ownerId) {
        Element line = notReached.remove(ownerId);
        if (line != null) {
            taken.add(line);
        }
        return line;
    }

    /** Returns whether a line that the import reaches has been taken before. */
    boolean reach(String ownerId, Element line) {
        notReached.remove(ownerId, line);
        return taken.remove(line);
    }
}
