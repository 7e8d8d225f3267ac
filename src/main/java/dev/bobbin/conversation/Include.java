package dev.bobbin.conversation;

import dev.bobbin.web.error.InvalidInput;
import dev.bobbin.web.page.QueryParameters;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The query parameter {@code include}, with which clients ask for large members of an item. The server checks the
 * values, and always returns all members.
 */
final class Include {

    /** The forms in which clients send an array. */
    private static final Pattern NAME = Pattern.compile("include(\\[\\d*])?");

    private static final String[] VALUES = {
        "file_search_call.results",
        "web_search_call.results",
        "web_search_call.action.sources",
        "message.input_image.image_url",
        "computer_call_output.output.image_url",
        "code_interpreter_call.outputs",
        "reasoning.encrypted_content",
        "message.output_text.logprobs"
    };

    private Include() {}

    static void check(@Nullable String queryString) {
        if (queryString == null) {
            return;
        }
        List<String> values = QueryParameters.of(queryString).all().stream()
                .filter(parameter -> NAME.matcher(parameter.name()).matches())
                .map(QueryParameters.Parameter::value)
                .filter(value -> !value.isEmpty())
                .toList();
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i);
            if (!List.of(VALUES).contains(value)) {
                throw InvalidInput.unsupported("include[" + i + "]", value, VALUES);
            }
        }
    }
}
