package dev.bobbin.sequence;

import dev.bobbin.web.error.ApiException;

/** The errors for objects that do not exist. An object of another project gets the same error. */
public interface SequenceErrors {

    ApiException noOwner(String id);

    ApiException noElement(String id);

    /** @param param the query parameter with the cursor: {@code after} or {@code before} */
    ApiException noCursor(String param, String id);
}
