package dev.bobbin.conversation.request;

import static dev.bobbin.conversation.request.IdPrefix.required;
import static dev.bobbin.conversation.request.IdPrefix.usual;
import static dev.bobbin.conversation.request.RequiredMember.array;
import static dev.bobbin.conversation.request.RequiredMember.bool;
import static dev.bobbin.conversation.request.RequiredMember.object;
import static dev.bobbin.conversation.request.RequiredMember.objectOrArray;
import static dev.bobbin.conversation.request.RequiredMember.status;
import static dev.bobbin.conversation.request.RequiredMember.string;
import static dev.bobbin.conversation.request.RequiredMember.value;
import static dev.bobbin.conversation.request.VerbatimItem.verbatim;
import static dev.bobbin.conversation.request.VerbatimItem.verbatimWithStatus;

import dev.bobbin.web.error.InvalidInput;
import dev.bobbin.web.json.JsonInput;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * The types of items that a conversation can store. The server checks four types in full. It stores the items of the
 * other types as sent, and requires only the members that clients cannot do without.
 */
enum ItemType {
    ADDITIONAL_TOOLS(usual("at"), verbatim(string("role"), array("tools"))),
    AGENT_MESSAGE(usual("am"), verbatim()),
    APPLY_PATCH_CALL(
            required("apc"),
            verbatimWithStatus(string("call_id"), object("operation", string("type"), string("path")))),
    APPLY_PATCH_CALL_OUTPUT(required("apco"), verbatimWithStatus(string("call_id"))),
    CODE_INTERPRETER_CALL(required("ci"), verbatimWithStatus(string("container_id"))),
    COMPACTION(required("cmp"), verbatim(string("encrypted_content"))),
    COMPUTER_CALL(required("cu"), verbatimWithStatus(string("call_id"), objectOrArray("action", "actions"))),
    COMPUTER_CALL_OUTPUT(required("cuo"), verbatimWithStatus(string("call_id"), object("output"))),
    CONFIGURATION_UPDATE(usual("cfg"), verbatim()),
    CUSTOM_TOOL_CALL(usual("ctc"), verbatim(string("call_id"), string("name"), string("input"))),
    CUSTOM_TOOL_CALL_OUTPUT(usual("ctco"), verbatim(string("call_id"), value("output"))),
    FILE_SEARCH_CALL(required("fs"), verbatimWithStatus(array("queries"))),
    FUNCTION_CALL(required("fc"), FunctionCallItem::from),
    FUNCTION_CALL_OUTPUT(required("fc"), FunctionCallOutputItem::from),
    IMAGE_GENERATION_CALL(required("ig"), verbatimWithStatus()),
    LOCAL_SHELL_CALL(usual("lsh"), verbatimWithStatus(string("call_id"), object("action"))),
    LOCAL_SHELL_CALL_OUTPUT(usual("lsho"), verbatim(string("output"))),
    MCP_APPROVAL_REQUEST(required("mcpr"), verbatim(string("server_label"), string("name"), string("arguments"))),
    MCP_APPROVAL_RESPONSE(usual("mcpr"), verbatim(string("approval_request_id"), bool("approve"))),
    MCP_CALL(required("mcp"), verbatim(string("server_label"), string("name"), string("arguments"))),
    MCP_LIST_TOOLS(required("mcpl"), verbatim(string("server_label"), array("tools"))),
    MESSAGE(required("msg"), MessageItem::from),
    MULTI_AGENT_CALL(usual("mac"), verbatim()),
    MULTI_AGENT_CALL_OUTPUT(usual("maco"), verbatim()),
    PROGRAM(required("cm"), verbatim(string("call_id"), string("code"), string("fingerprint"))),
    PROGRAM_OUTPUT(required("cmo"), verbatim(string("call_id"), string("result"), status())),
    REASONING(required("rs"), ReasoningItem::from),
    SHELL_CALL(required("sh"), verbatimWithStatus(string("call_id"), object("action"))),
    SHELL_CALL_OUTPUT(required("sho"), verbatimWithStatus(string("call_id"), array("output"))),
    TOOL_SEARCH_CALL(usual("tsc"), verbatimWithStatus(value("arguments"))),
    TOOL_SEARCH_OUTPUT(usual("tso"), verbatimWithStatus(array("tools"))),
    WEB_SEARCH_CALL(required("ws"), verbatimWithStatus());

    private final String text = name().toLowerCase(Locale.ROOT);
    private final IdPrefix idPrefix;
    private final BiFunction<String, JsonInput, Object> form;

    /** @param form creates an object from the type and the members of an item, which serializes to the stored JSON */
    ItemType(IdPrefix idPrefix, BiFunction<String, JsonInput, Object> form) {
        this.idPrefix = idPrefix;
        this.form = form;
    }

    /**
     * The type with this name.
     *
     * @param path the path of the item, for an error
     */
    static ItemType named(String name, String path) {
        return named(name, path, Stream.of(ItemReference.TYPE));
    }

    /** The type with this name, in a place where an {@link ItemReference} is not allowed. */
    static ItemType ofStored(String name, String path) {
        return named(name, path, Stream.of());
    }

    private static ItemType named(String name, String path, Stream<String> otherNames) {
        return Arrays.stream(values())
                .filter(type -> type.text.equals(name))
                .findFirst()
                .orElseThrow(() -> InvalidInput.unsupported(
                        path,
                        name,
                        Stream.concat(Arrays.stream(values()).map(ItemType::text), otherNames)
                                .sorted()
                                .toArray(String[]::new)));
    }

    /** The value of the member {@code type}. */
    String text() {
        return text;
    }

    IdPrefix idPrefix() {
        return idPrefix;
    }

    /** Checks the members of an item. The result serializes to the stored JSON without the id. */
    Object read(JsonInput item) {
        return form.apply(text, item);
    }
}
