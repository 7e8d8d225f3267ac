package dev.bobbin.conversation.request;

import static dev.bobbin.conversation.request.Items.assertRejected;
import static dev.bobbin.conversation.request.Items.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.bobbin.web.error.ApiError;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reasoning of a model. */
class ReasoningItemTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"encrypted_content":"Z0E=","type":"reasoning","summary":[]} | {"id":"ID","type":"reasoning","summary":[],"encrypted_content":"Z0E="}
                    {"id":"rs_1","type":"reasoning","summary":[]} | {"id":"ID","type":"reasoning","summary":[]}
                    {"id":"rs_1","type":"reasoning","summary":[],"status":"completed","content":null,"encrypted_content":null} | {"id":"ID","type":"reasoning","summary":[]}
                    {"id":"rs_1","type":"reasoning","status":null,"content":[{"text":"b","type":"reasoning_text"}],"summary":[{"type":"summary_text","text":""}]} | {"id":"ID","type":"reasoning","summary":[{"type":"summary_text","text":""}],"content":[{"type":"reasoning_text","text":"b"}]}
                    """)
    void storesReasoningWithoutAStatus(String sent, String stored) {
        assertThat(stored(sent)).isEqualTo(stored);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"reasoning\",\"summary\":[]}",
                "{\"type\":\"reasoning\",\"summary\":[],\"id\":null,\"encrypted_content\":null}"
            })
    void rejectsReasoningThatNoModelCanRead(String item) {
        assertThat(ApiError.of(catchThrowable(() -> Items.read(item))))
                .isEqualTo(new ApiError(400, "Invalid item", "item", "invalid_item"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"type":"reasoning"}                        | .summary | missing_required_parameter | Missing required parameter: 'items[0].summary'.
                    {"type":"reasoning","provider_data":{}}     | .provider_data | unknown_parameter | Unknown parameter: 'items[0].provider_data'.
                    {"type":"reasoning","summary":null}         | .summary | invalid_type | Invalid type for 'items[0].summary': expected an array of objects, but got null instead.
                    {"type":"reasoning","summary":["a"]}        | .summary[0] | invalid_type | Invalid type for 'items[0].summary[0]': expected an object, but got a string instead.
                    {"type":"reasoning","summary":[{"type":"summary_text"}]} | .summary[0].text | missing_required_parameter | Missing required parameter: 'items[0].summary[0].text'.
                    {"type":"reasoning","summary":[{"type":"reasoning_text","text":"a"}]} | .summary[0].type | invalid_value | Invalid value: 'reasoning_text'. Supported values are: 'summary_text'.
                    {"type":"reasoning","summary":[],"content":"a"} | .content | invalid_type | Invalid type for 'items[0].content': expected an array of objects, but got a string instead.
                    {"type":"reasoning","summary":[],"content":[{"type":"reasoning_text","text":"a","b":1}]} | .content[0].b | unknown_parameter | Unknown parameter: 'items[0].content[0].b'.
                    {"type":"reasoning","summary":[],"encrypted_content":1} | .encrypted_content | invalid_type | Invalid type for 'items[0].encrypted_content': expected a string, but got an integer instead.
                    {"type":"reasoning","summary":[],"id":"__fake_id__"} | .id | invalid_value | Invalid 'items[0].id': '__fake_id__'. Expected an ID that begins with 'rs'.
                    {"type":"reasoning","summary":[],"id":"rs_1","status":"x"} | .status | invalid_value | Invalid value: 'x'. Supported values are: 'in_progress', 'completed', and 'incomplete'.
                    """)
    void rejectsInvalidReasoning(String item, String param, String code, String message) {
        assertRejected(item, param, code, message);
    }
}
