package dev.bobbin.idempotency;

import dev.bobbin.web.json.JsonWritable;
import java.util.Optional;

/** An object that a client has created. The response to a retry contains it again. */
public interface CreatedObject extends JsonWritable {

    String id();

    /**
     * The id of the object that owns this one, such as the thread of a message. An object without an owner returns its
     * own id.
     */
    String ownerId();

    /** The positions of the objects, if this is a list of several objects in a sequence. */
    default Optional<CoveredPositions> positions() {
        return Optional.empty();
    }
}
