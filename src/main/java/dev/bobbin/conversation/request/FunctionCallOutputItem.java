package dev.bobbin.conversation.request;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bobbin.web.json.JsonInput;
import dev.bobbin.web.json.JsonText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a function of the client returned. A client that copies an item of OpenAI's API can send a {@code created_by}.
 * The item has none, since the model API rejects it.
 *
 * @param output a string or a list of parts, in the form that the client sent
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record FunctionCallOutputItem(
        String type,
        String status,
        @Nullable String callId,
        Object output,
        @Nullable String name,
        @Nullable String namespace,
        @Nullable JsonText caller,
        @Nullable JsonText agent) {

    private static final int MAX_CALL_ID_LENGTH = 64;
    private static final int MAX_NAME_LENGTH = 128;
    private static final int MAX_NAMESPACE_LENGTH = 64;

    static FunctionCallOutputItem from(String type, JsonInput item) {
        item.object(
                List.of("output"),
                List.of("id", "type", "status", "call_id", "name", "namespace", "caller", "agent", "created_by"));
        item.optional("created_by").ifPresent(JsonInput::string);
        return new FunctionCallOutputItem(
                type,
                ItemStatus.from(item),
                item.optional("call_id")
                        .map(id -> id.nonEmptyString(MAX_CALL_ID_LENGTH))
                        .orElse(null),
                output(item.required("output")),
                item.optional("name")
                        .map(name -> name.nonEmptyString(MAX_NAME_LENGTH))
                        .orElse(null),
                item.optional("namespace")
                        .map(namespace -> namespace.nonEmptyString(MAX_NAMESPACE_LENGTH))
                        .orElse(null),
                item.optional("caller").map(JsonInput::verbatimObject).orElse(null),
                item.optional("agent").map(JsonInput::verbatimObject).orElse(null));
    }

    private static Object output(JsonInput input) {
        return input.isString() ? input.string() : PartType.listFrom(input, PartType.INPUT);
    }
}
