package dev.bobbin.conversation.request;

import static dev.bobbin.conversation.request.Items.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.web.error.ApiError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The types and ids of items. */
class InputItemTests {

    private static final String SUPPORTED = "'additional_tools', 'agent_message', 'apply_patch_call', "
            + "'apply_patch_call_output', 'code_interpreter_call', 'compaction', 'computer_call', "
            + "'computer_call_output', 'configuration_update', 'custom_tool_call', 'custom_tool_call_output', "
            + "'file_search_call', 'function_call', 'function_call_output', 'image_generation_call', 'item_reference', "
            + "'local_shell_call', 'local_shell_call_output', 'mcp_approval_request', 'mcp_approval_response', "
            + "'mcp_call', 'mcp_list_tools', 'message', 'multi_agent_call', 'multi_agent_call_output', 'program', "
            + "'program_output', 'reasoning', 'shell_call', 'shell_call_output', 'tool_search_call', "
            + "'tool_search_output', and 'web_search_call'";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    1    | an integer
                    1.5  | a decimal number
                    null | null
                    "a"  | a string
                    true | a boolean
                    []   | an array
                    """)
    void rejectsAnItemThatIsNotAnObject(String item, String kind) {
        assertRejected(
                item,
                "",
                "invalid_type",
                "Invalid type for 'items[0]': expected an input item, but got " + kind + " instead.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {}                           | ``
                    {"type":null}                | ``
                    {"type":null,"id":null}      | ``
                    {"id":"msg_1","content":"a"} | ``
                    {"type":"bogus"}             | bogus
                    {"type":"Message"}           | Message
                    {"type":"MESSAGE"}           | MESSAGE
                    {"type":""}                  | ``
                    {"type":"compaction_trigger"} | compaction_trigger
                    {"type":5,"role":"user"}     | 5
                    {"type":true}                | true
                    {"type":{"a":[1]}}           | {"a":[1]}
                    {"type":"\\u0000"}           | \uFFFD
                    """)
    void rejectsAnUnknownType(String item, String type) {
        assertRejected(
                item, "", "invalid_value", "Invalid value: '" + type + "'. Supported values are: " + SUPPORTED + ".");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"item_reference\",\"id\":\"rs_1\"}",
                "{\"type\":null,\"id\":\"rs_1\"}",
                "{\"id\":\"rs_1\"}"
            })
    void readsAReference(String item) {
        assertThat(Items.read(item)).isEqualTo(new ItemReference("rs_1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"type":"item_reference"}                   | .id    | missing_required_parameter | Missing required parameter: 'items[0].id'.
                    {"type":"item_reference","id":null}         | .id    | invalid_type | Invalid type for 'items[0].id': expected a string, but got null instead.
                    {"id":5}                                    | .id    | invalid_type | Invalid type for 'items[0].id': expected a string, but got an integer instead.
                    {"type":"item_reference","id":"a","role":1} | .role  | unknown_parameter | Unknown parameter: 'items[0].role'.
                    {"id":"\\u0000"}                            | .id    | invalid_value | Invalid 'items[0].id': string contains a character that cannot be stored.
                    """)
    void rejectsAnInvalidReference(String item, String param, String code, String message) {
        assertRejected(item, param, code, message);
    }

    @ParameterizedTest
    @CsvSource({
        "additional_tools, at",
        "agent_message, am",
        "apply_patch_call, apc",
        "apply_patch_call_output, apco",
        "code_interpreter_call, ci",
        "compaction, cmp",
        "computer_call, cu",
        "computer_call_output, cuo",
        "configuration_update, cfg",
        "custom_tool_call, ctc",
        "custom_tool_call_output, ctco",
        "file_search_call, fs",
        "function_call, fc",
        "function_call_output, fc",
        "image_generation_call, ig",
        "local_shell_call, lsh",
        "local_shell_call_output, lsho",
        "mcp_approval_request, mcpr",
        "mcp_approval_response, mcpr",
        "mcp_call, mcp",
        "mcp_list_tools, mcpl",
        "message, msg",
        "multi_agent_call, mac",
        "multi_agent_call_output, maco",
        "program, cm",
        "program_output, cmo",
        "reasoning, rs",
        "shell_call, sh",
        "shell_call_output, sho",
        "tool_search_call, tsc",
        "tool_search_output, tso",
        "web_search_call, ws"
    })
    void hasAPrefixForEveryType(String type, String prefix) {
        assertThat(ItemType.named(type, "items[0]").idPrefix().text()).isEqualTo(prefix);
        assertThat(ItemType.values()).hasSize(32);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"role\":\"assistant\",\"content\":[]",
                "\"type\":\"function_call\",\"arguments\":\"{}\",\"call_id\":\"c\",\"name\":\"n\"",
                "\"type\":\"function_call_output\",\"call_id\":\"c\",\"output\":\"\"",
                "\"type\":\"reasoning\",\"summary\":[],\"encrypted_content\":\"e\"",
                "\"type\":\"compaction\",\"encrypted_content\":\"e\""
            })
    void keepsTheAgentThatProducedAnItem(String item) {
        assertThat(Items.stored("{" + item + ",\"agent\":{\"agent_name\":\"/root\"}}"))
                .endsWith(",\"agent\":{\"agent_name\":\"/root\"}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"msg_1", "msg", "msg-A_z0", "msg_01a05a43fc7b507e9be3888ad095fbebc47e19671bc3f909ab"})
    void keepsTheIdOfAClient(String id) {
        assertThat(Items.id(message("\"" + id + "\""))).isEqualTo(id);
    }

    @Test
    void leavesAMissingIdToTheServer() {
        NewItem item = (NewItem) Items.read("{\"role\":\"user\",\"content\":\"a\",\"id\":null}");

        assertThat(item.id()).isNull();
        assertThat(item.idPrefix()).isEqualTo("msg");
        assertThat(item.type()).isEqualTo("message");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    "item_1"      | invalid_value | Invalid 'items[0].id': 'item_1'. Expected an ID that begins with 'msg'.
                    ""            | invalid_value | Invalid 'items[0].id': ''. Expected an ID that begins with 'msg'.
                    "MSG_1"       | invalid_value | Invalid 'items[0].id': 'MSG_1'. Expected an ID that begins with 'msg'.
                    5             | invalid_type  | Invalid type for 'items[0].id': expected a string, but got an integer instead.
                    "msg_1\\n"    | invalid_value | Invalid 'items[0].id': string contains a character that cannot be stored.
                    "msg_\\u00e9" | invalid_value | Invalid 'items[0].id': string contains a character that cannot be stored.
                    "msg_\\u0000" | invalid_value | Invalid 'items[0].id': string contains a character that cannot be stored.
                    "msg/1"       | invalid_value | Invalid 'items[0].id': string contains a character that cannot be stored.
                    """)
    void rejectsAnInvalidId(String id, String code, String message) {
        assertRejected(message(id), ".id", code, message);
    }

    @Test
    void limitsTheLengthOfAnId() {
        String longest = "msg_" + "x".repeat(60);

        assertThat(Items.id(message("\"" + longest + "\""))).isEqualTo(longest);
        assertRejected(
                message("\"" + longest + "x\""),
                ".id",
                "string_above_max_length",
                "Invalid 'items[0].id': string too long. Expected a string with maximum length 64, but got a string "
                        + "with length 65 instead.");
    }

    @Test
    void acceptsAnyPrefixWhereTheModelDoesNotRequireOne() {
        assertThat(Items.id("{\"type\":\"agent_message\",\"id\":\"other_1\"}")).isEqualTo("other_1");
        assertRejected(
                "{\"type\":\"agent_message\",\"id\":\"\"}",
                ".id",
                "empty_string",
                "Invalid 'items[0].id': empty string. Expected a string with minimum length 1, but got an empty string "
                        + "instead.");
    }

    @Test
    void rejectsItemsThatConflictWithTheConversation() {
        assertThat(ApiError.of(InvalidItems.alreadyInConversation()))
                .isEqualTo(new ApiError(400, "Item already in conversation", "items", "item_already_in_conversation"));
        assertThat(ApiError.of(InvalidItems.referenceNotFound("msg_1")))
                .isEqualTo(new ApiError(404, "Item with id 'msg_1' not found.", null, null));
    }

    private static String message(String id) {
        return "{\"role\":\"user\",\"content\":\"a\",\"id\":" + id + "}";
    }
}
