package dev.bobbin.conversation.request;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bobbin.web.json.JsonInput;
import dev.bobbin.web.json.JsonText;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads an item that is stored as sent, with all its members and nulls. Only the members {@code type} and
 * {@code status} move to the front, and a null status counts as absent.
 */
final class VerbatimItem {

    /** The members that precede all others in the stored JSON. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Head(String type, @Nullable String status) {}

    private static final Set<String> NAMES_OF_HEAD = Set.of("id", "type", "status");

    private VerbatimItem() {}

    /** The form of a type whose items have a status only if the client sends one. */
    static BiFunction<String, JsonInput, Object> verbatim(RequiredMember... required) {
        return (type, item) -> from(type, item, required, Optional.empty());
    }

    /** The form of a type whose items always have a status. */
    static BiFunction<String, JsonInput, Object> verbatimWithStatus(RequiredMember... required) {
        return (type, item) -> from(type, item, required, Optional.of(ItemStatus.DEFAULT));
    }

    private static JsonText from(
            String type, JsonInput item, RequiredMember[] required, Optional<String> defaultStatus) {
        RequiredMember.check(item, required);
        Optional<String> status = item.optional("status").map(JsonInput::string).or(() -> defaultStatus);
        return JsonText.of(new Head(type, status.orElse(null))).append(item.verbatimWithout(NAMES_OF_HEAD));
    }
}
