package dev.bobbin.conversation.request;

import dev.bobbin.web.json.JsonInput;

/** A refusal that a model has written. Unknown members are dropped, as in an {@link OutputTextPart}. */
record RefusalPart(String type, String refusal) {

    static RefusalPart from(String type, JsonInput input) {
        return new RefusalPart(type, input.required("refusal").string());
    }
}
