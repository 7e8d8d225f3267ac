package dev.bobbin.conversation.request;

import static dev.bobbin.conversation.request.Items.assertRejected;
import static dev.bobbin.conversation.request.Items.stored;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The types of items that are stored as sent. */
class VerbatimItemTests {

    /** The members without which the server rejects an item, in JSON, and the status that it adds. */
    private static final String TYPES = """
            additional_tools        |           | "role":"developer","tools":[]
            agent_message           |           |
            apply_patch_call        | completed | "call_id":"c","operation":{"type":"create_file","path":"a","diff":"+"}
            apply_patch_call_output | completed | "call_id":"c"
            code_interpreter_call   | completed | "container_id":"cntr_1"
            compaction              |           | "encrypted_content":"e"
            computer_call           | completed | "call_id":"c","action":{"type":"click"}
            computer_call_output    | completed | "call_id":"c","output":{"type":"computer_screenshot"}
            configuration_update    |           |
            custom_tool_call        |           | "call_id":"c","name":"n","input":""
            custom_tool_call_output |           | "call_id":"c","output":[{"type":"input_text"}]
            file_search_call        | completed | "queries":["q"]
            image_generation_call   | completed |
            local_shell_call        | completed | "call_id":"c","action":{"command":["ls"]}
            local_shell_call_output |           | "output":"o"
            mcp_approval_request    |           | "server_label":"s","name":"n","arguments":"{}"
            mcp_approval_response   |           | "approval_request_id":"mcpr_1","approve":false
            mcp_call                |           | "server_label":"s","name":"n","arguments":"{}"
            mcp_list_tools          |           | "server_label":"s","tools":[{}]
            multi_agent_call        |           |
            multi_agent_call_output |           |
            program                 |           | "call_id":"c","code":"1","fingerprint":"f"
            program_output          |           | "status":"incomplete","call_id":"c","result":"r"
            shell_call              | completed | "call_id":"c","action":{}
            shell_call_output       | completed | "call_id":"c","output":[]
            tool_search_call        | completed | "arguments":null
            tool_search_output      | completed | "tools":[]
            web_search_call         | completed |
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = TYPES)
    void storesEveryMemberInOrder(String type, String status, String members) {
        String all = (members == null ? "" : "," + members)
                + ",\"z\":{\"b\":[1.0,1E+2,null],\"a\":-0},\"a\":null,\"provider_data\":{\"x\":\"\u00e9\"}";
        String kept = all.replace(",\"status\":\"incomplete\"", "");
        String storedStatus = status != null ? status : kept.equals(all) ? null : "incomplete";

        assertThat(stored("{\"id\":null" + all + ",\"type\":\"" + type + "\"}"))
                .isEqualTo("{\"id\":\"ID\",\"type\":\"" + type + "\""
                        + (storedStatus == null ? "" : ",\"status\":\"" + storedStatus + "\"") + kept + "}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = TYPES)
    void keepsAStatus(String type, String status, String members) {
        String others = members == null ? "" : "," + members.replace("\"status\":\"incomplete\",", "");

        assertThat(stored("{\"type\":\"" + type + "\"" + others + ",\"status\":\"searching\"}"))
                .isEqualTo("{\"id\":\"ID\",\"type\":\"" + type + "\",\"status\":\"searching\"" + others + "}");
        if (!type.equals("program_output")) {
            assertThat(stored("{\"type\":\"" + type + "\"" + others + ",\"status\":null}"))
                    .isEqualTo("{\"id\":\"ID\",\"type\":\"" + type + "\""
                            + (status == null ? "" : ",\"status\":\"completed\"") + others + "}");
        }
        assertRejected(
                "{\"type\":\"" + type + "\"" + others + ",\"status\":5}",
                ".status",
                "invalid_type",
                "Invalid type for 'items[0].status': expected a string, but got an integer instead.");
    }

    /** The members of a type, and the type of JSON of each. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    additional_tools        | role string, tools array
                    apply_patch_call        | call_id string, operation object
                    apply_patch_call_output | call_id string
                    code_interpreter_call   | container_id string
                    compaction              | encrypted_content string
                    computer_call           | call_id string, action object
                    computer_call_output    | call_id string, output object
                    custom_tool_call        | call_id string, name string, input string
                    custom_tool_call_output | call_id string, output any
                    file_search_call        | queries array
                    local_shell_call        | call_id string, action object
                    local_shell_call_output | output string
                    mcp_approval_request    | server_label string, name string, arguments string
                    mcp_approval_response   | approval_request_id string, approve boolean
                    mcp_call                | server_label string, name string, arguments string
                    mcp_list_tools          | server_label string, tools array
                    program                 | call_id string, code string, fingerprint string
                    program_output          | call_id string, result string, status string
                    shell_call              | call_id string, action object
                    shell_call_output       | call_id string, output array
                    tool_search_call        | arguments any
                    tool_search_output      | tools array
                    """)
    void requiresMembers(String type, String required) {
        String members = "{\"type\":\"" + type + "\"";
        for (String member : required.split(", ")) {
            String name = member.split(" ")[0];
            assertRejected(
                    members + "}",
                    "." + name,
                    "missing_required_parameter",
                    "Missing required parameter: 'items[0]." + name + "'.");
            members += ",\"" + name + "\":1.5";
        }
        List<String> first = List.of(required.split(", ")[0].split(" "));
        if (!first.get(1).equals("any")) {
            String kind = (first.get(1).matches("[ao].*") ? "an " : "a ") + first.get(1);
            assertRejected(
                    members + "}",
                    "." + first.get(0),
                    "invalid_type",
                    "Invalid type for 'items[0]." + first.get(0) + "': expected " + kind
                            + ", but got a decimal number instead.");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"type":"apply_patch_call","call_id":"c","operation":{"path":"a"}}   | .operation.type | missing_required_parameter | Missing required parameter: 'items[0].operation.type'.
                    {"type":"apply_patch_call","call_id":"c","operation":{"type":"a"}}   | .operation.path | missing_required_parameter | Missing required parameter: 'items[0].operation.path'.
                    {"type":"apply_patch_call","call_id":"c","operation":{"type":1,"path":""}} | .operation.type | invalid_type | Invalid type for 'items[0].operation.type': expected a string, but got an integer instead.
                    {"type":"computer_call","call_id":"c","actions":{}}                  | .actions | invalid_type | Invalid type for 'items[0].actions': expected an array, but got an object instead.
                    {"type":"computer_call","call_id":"c","action":[],"actions":[]}      | .action | invalid_type | Invalid type for 'items[0].action': expected an object, but got an array instead.
                    {"type":"computer_call","call_id":"c","action":null,"actions":null}  | .action | invalid_type | Invalid type for 'items[0].action': expected an object, but got null instead.
                    {"type":"computer_call","call_id":"c","actions":null}                | .action | missing_required_parameter | Missing required parameter: 'items[0].action'.
                    {"type":"mcp_approval_response","approval_request_id":"a","approve":"true"} | .approve | invalid_type | Invalid type for 'items[0].approve': expected a boolean, but got a string instead.
                    {"type":"shell_call_output","call_id":"c","output":"o"}              | .output | invalid_type | Invalid type for 'items[0].output': expected an array, but got a string instead.
                    {"type":"custom_tool_call","call_id":"c","name":"n","input":null}    | .input | invalid_type | Invalid type for 'items[0].input': expected a string, but got null instead.
                    {"type":"program_output","call_id":"c","result":"r","status":null}   | .status | missing_required_parameter | Missing required parameter: 'items[0].status'.
                    {"type":"web_search_call","action":{"a":[{"b":"\\u0000"}]}}          | .action.a[0].b | invalid_value | Invalid 'items[0].action.a[0].b': string contains a character that cannot be stored.
                    {"type":"web_search_call","a\\u0000":1}                              | .a\uFFFD | invalid_value | Invalid 'items[0].a\uFFFD': string contains a character that cannot be stored.
                    {"type":"web_search_call","status":"\\ud800"}                        | .status | invalid_value | Invalid 'items[0].status': string contains a character that cannot be stored.
                    """)
    void rejectsAnInvalidItem(String item, String param, String code, String message) {
        assertRejected(item, param, code, message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    "action":{"type":"wait"},"actions":null
                    "action":null,"actions":[{"type":"wait"}]
                    "actions":[]
                    "action":{},"actions":[]
                    """)
    void acceptsActionsInBothForms(String actions) {
        assertThat(stored("{\"type\":\"computer_call\",\"call_id\":\"c\"," + actions + "}"))
                .isEqualTo("{\"id\":\"ID\",\"type\":\"computer_call\",\"status\":\"completed\",\"call_id\":\"c\","
                        + actions + "}");
    }

    /** OpenAI's client for Java could not read a longer name, nor the page with it. */
    @Test
    void rejectsANameThatClientsCannotRead() {
        String name = "🧵".repeat(25_000);

        assertThat(stored("{\"type\":\"web_search_call\",\"" + name + "\":1}")).contains(name);
        assertRejected(
                "{\"type\":\"web_search_call\",\"" + name + "n\":1}",
                "." + "🧵".repeat(9_991) + "...",
                "property_name_above_max_length",
                "Invalid property name in 'items[0]': '🧵🧵🧵...🧵🧵n' is too long. Expected a string with maximum length "
                        + "25000, but got a string with length 25001 instead.");
    }
}
