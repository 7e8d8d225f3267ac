package dev.bobbin.conversation.request;

import static dev.bobbin.conversation.request.Items.assertRejected;
import static dev.bobbin.conversation.request.Items.stored;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls of functions, and their outputs. */
class FunctionItemTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"name":"now","type":"function_call","arguments":"{}","call_id":"call_1"} | {"id":"ID","type":"function_call","status":"completed","arguments":"{}","call_id":"call_1","name":"now"}
                    {"type":"function_call","arguments":"","call_id":"c","name":"n","status":null,"namespace":null,"caller":null} | {"id":"ID","type":"function_call","status":"completed","arguments":"","call_id":"c","name":"n"}
                    {"type":"function_call","arguments":"not JSON","call_id":"c","name":"n","status":"in_progress","caller":{"z":null,"a":1.0},"namespace":"s"} | {"id":"ID","type":"function_call","status":"in_progress","arguments":"not JSON","call_id":"c","name":"n","namespace":"s","caller":{"z":null,"a":1.0}}
                    {"type":"function_call","arguments":"","call_id":"c","name":"n","async":true} | {"id":"ID","type":"function_call","status":"completed","arguments":"","call_id":"c","name":"n","async":true}
                    {"type":"function_call","arguments":"","call_id":"c","name":"n","async":null} | {"id":"ID","type":"function_call","status":"completed","arguments":"","call_id":"c","name":"n"}
                    {"type":"function_call","name":"add","call_id":"call_1","arguments":"{\\"a\\":1}","status":"completed","index":0,"function":{"name":"add","arguments":"{}"}} | {"id":"ID","type":"function_call","status":"completed","arguments":"{\\"a\\":1}","call_id":"call_1","name":"add"}
                    {"type":"function_call_output","call_id":"call_1","output":"12:00"} | {"id":"ID","type":"function_call_output","status":"completed","call_id":"call_1","output":"12:00"}
                    {"type":"function_call_output","call_id":null,"output":"","status":null,"name":null,"namespace":null,"caller":null} | {"id":"ID","type":"function_call_output","status":"completed","output":""}
                    {"type":"function_call_output","output":"","created_by":null} | {"id":"ID","type":"function_call_output","status":"completed","output":""}
                    {"type":"function_call_output","output":"","created_by":"user_1"} | {"id":"ID","type":"function_call_output","status":"completed","output":""}
                    {"type":"function_call_output","output":[]} | {"id":"ID","type":"function_call_output","status":"completed","output":[]}
                    {"type":"function_call_output","caller":{"type":"program"},"namespace":"s","name":"n","call_id":"c","output":[{"type":"input_text","text":"a"},{"type":"input_image","file_id":"f"},{"type":"input_file","file_data":"AA=="}]} | {"id":"ID","type":"function_call_output","status":"completed","call_id":"c","output":[{"type":"input_text","text":"a"},{"type":"input_image","detail":"auto","file_id":"f"},{"type":"input_file","file_data":"AA=="}],"name":"n","namespace":"s","caller":{"type":"program"}}
                    """)
    void storesAnItem(String sent, String stored) {
        assertThat(stored(sent)).isEqualTo(stored);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"type":"function_call"}                                  | .arguments | missing_required_parameter | Missing required parameter: 'items[0].arguments'.
                    {"type":"function_call","arguments":1,"name":"n"}         | .call_id   | missing_required_parameter | Missing required parameter: 'items[0].call_id'.
                    {"type":"function_call","arguments":"","call_id":"c"}     | .name      | missing_required_parameter | Missing required parameter: 'items[0].name'.
                    {"type":"function_call","arguments":{},"call_id":"c","name":"n"} | .arguments | invalid_type | Invalid type for 'items[0].arguments': expected a string, but got an object instead.
                    {"type":"function_call","arguments":"","call_id":null,"name":"n"} | .call_id | invalid_type | Invalid type for 'items[0].call_id': expected a string, but got null instead.
                    {"type":"function_call","arguments":"","call_id":"","name":"n"} | .call_id | empty_string | Invalid 'items[0].call_id': empty string. Expected a string with minimum length 1, but got an empty string instead.
                    {"type":"function_call","arguments":"","call_id":"c","name":""} | .name | empty_string | Invalid 'items[0].name': empty string. Expected a string with minimum length 1, but got an empty string instead.
                    {"type":"function_call","arguments":"","call_id":"c","name":"n","status":"x"} | .status | invalid_value | Invalid value: 'x'. Supported values are: 'in_progress', 'completed', and 'incomplete'.
                    {"type":"function_call","arguments":"","call_id":"c","name":"n","namespace":1} | .namespace | invalid_type | Invalid type for 'items[0].namespace': expected a string, but got an integer instead.
                    {"type":"function_call","arguments":"","call_id":"c","name":"n","caller":"x"} | .caller | invalid_type | Invalid type for 'items[0].caller': expected an object, but got a string instead.
                    {"type":"function_call","arguments":"","call_id":"c","name":"n","caller":{"a":"\\ud800"}} | .caller.a | invalid_value | Invalid 'items[0].caller.a': string contains a character that cannot be stored.
                    {"type":"function_call","arguments":"","call_id":"c","name":"n","async":"true"} | .async | invalid_type | Invalid type for 'items[0].async': expected a boolean, but got a string instead.
                    {"type":"function_call_output"}                           | .output    | missing_required_parameter | Missing required parameter: 'items[0].output'.
                    {"type":"function_call_output","output":"","index":0}     | .index     | unknown_parameter | Unknown parameter: 'items[0].index'.
                    {"type":"function_call_output","output":"","created_by":1} | .created_by | invalid_type | Invalid type for 'items[0].created_by': expected a string, but got an integer instead.
                    {"type":"function_call_output","output":null}             | .output    | invalid_type | Invalid type for 'items[0].output': expected one of a string or array of objects, but got null instead.
                    {"type":"function_call_output","output":"","call_id":""}  | .call_id   | empty_string | Invalid 'items[0].call_id': empty string. Expected a string with minimum length 1, but got an empty string instead.
                    {"type":"function_call_output","output":"","name":""}     | .name      | empty_string | Invalid 'items[0].name': empty string. Expected a string with minimum length 1, but got an empty string instead.
                    {"type":"function_call_output","output":[{"type":"output_text","text":"a"}]} | .output[0] | invalid_value | Invalid value: 'output_text'. Supported values are: 'input_text', 'input_image', and 'input_file'.
                    {"type":"function_call_output","output":[{"type":"text"}]} | .output[0].type | invalid_value | Invalid value: 'text'. Supported values are: 'input_text', 'input_image', and 'input_file'.
                    """)
    void rejectsAnInvalidItem(String item, String param, String code, String message) {
        assertRejected(item, param, code, message);
    }

    @ParameterizedTest
    @CsvSource({"call_id, 64", "name, 128", "namespace, 64"})
    void limitsTheLengthOfAString(String name, int max) {
        assertThat(stored(output(name, "\ud83e\uddea".repeat(max)))).contains("\ud83e\uddea".repeat(max));
        assertRejected(
                output(name, "x".repeat(max + 1)),
                "." + name,
                "string_above_max_length",
                "Invalid 'items[0]." + name + "': string too long. Expected a string with maximum length " + max
                        + ", but got a string with length " + (max + 1) + " instead.");
    }

    @Test
    void keepsALongCallIdOfACall() {
        assertThat(stored("{\"type\":\"function_call\",\"arguments\":\"\",\"name\":\"n\",\"call_id\":\""
                        + "x".repeat(500) + "\"}"))
                .contains("x".repeat(500));
    }

    private static String output(String name, String value) {
        return "{\"type\":\"function_call_output\",\"output\":\"\",\"" + name + "\":\"" + value + "\"}";
    }
}
