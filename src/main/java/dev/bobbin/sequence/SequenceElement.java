package dev.bobbin.sequence;

import dev.bobbin.web.json.JsonWritable;

/** An element as the API returns it. */
public interface SequenceElement extends JsonWritable {

    String id();
}
