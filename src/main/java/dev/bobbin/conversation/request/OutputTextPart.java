package dev.bobbin.conversation.request;

import dev.bobbin.web.json.JsonInput;
import dev.bobbin.web.json.JsonText;
import java.util.List;

/**
 * A text that a model has written. The OpenAI Agents SDK copies members of other model servers into it, so unknown
 * members are dropped.
 */
record OutputTextPart(String type, List<JsonText> annotations, List<JsonText> logprobs, String text) {

    static OutputTextPart of(String text) {
        return new OutputTextPart("output_text", List.of(), List.of(), text);
    }

    static OutputTextPart from(String type, JsonInput input) {
        input.required("text");
        return new OutputTextPart(
                type,
                input.optional("annotations")
                        .map(annotations -> annotations.array("objects", OutputTextPart::annotation))
                        .orElse(List.of()),
                input.optional("logprobs")
                        .map(logprobs -> logprobs.array("objects", JsonInput::verbatimObject))
                        .orElse(List.of()),
                input.required("text").string());
    }

    private static JsonText annotation(JsonInput input) {
        input.required("type").oneOf("file_citation", "url_citation", "container_file_citation", "file_path");
        return input.verbatimObject();
    }
}
