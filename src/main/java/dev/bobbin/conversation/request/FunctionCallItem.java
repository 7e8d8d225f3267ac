package dev.bobbin.conversation.request;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bobbin.web.json.JsonInput;
import dev.bobbin.web.json.JsonText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call of a function of the client. The OpenAI Agents SDK copies members of other model servers into it, so unknown
 * members are dropped. The arguments can be any text, since models make mistakes.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record FunctionCallItem(
        String type,
        String status,
        String arguments,
        String callId,
        String name,
        @Nullable String namespace,
        @Nullable JsonText caller,
        @Nullable Boolean async,
        @Nullable JsonText agent) {

    static FunctionCallItem from(String type, JsonInput item) {
        List.of("arguments", "call_id", "name").forEach(item::required);
        return new FunctionCallItem(
                type,
                ItemStatus.from(item),
                item.required("arguments").string(),
                item.required("call_id").nonEmptyString(Integer.MAX_VALUE),
                item.required("name").nonEmptyString(Integer.MAX_VALUE),
                item.optional("namespace").map(JsonInput::string).orElse(null),
                item.optional("caller").map(JsonInput::verbatimObject).orElse(null),
                item.optional("async").map(JsonInput::bool).orElse(null),
                item.optional("agent").map(JsonInput::verbatimObject).orElse(null));
    }
}
