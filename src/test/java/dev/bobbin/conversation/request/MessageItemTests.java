package dev.bobbin.conversation.request;

import static dev.bobbin.conversation.request.Items.assertRejected;
import static dev.bobbin.conversation.request.Items.stored;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The messages of a conversation, and their parts. */
class MessageItemTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"role":"user","content":"Hi"}      | {"id":"ID","type":"message","status":"completed","content":[{"type":"input_text","text":"Hi"}],"role":"user"}
                    {"content":"Hi","role":"system"}    | {"id":"ID","type":"message","status":"completed","content":[{"type":"input_text","text":"Hi"}],"role":"system"}
                    {"role":"developer","content":"Hi"} | {"id":"ID","type":"message","status":"completed","content":[{"type":"input_text","text":"Hi"}],"role":"developer"}
                    {"role":"assistant","content":"Hi"} | {"id":"ID","type":"message","status":"completed","content":[{"type":"output_text","annotations":[],"logprobs":[],"text":"Hi"}],"role":"assistant"}
                    {"role":"user","content":""}        | {"id":"ID","type":"message","status":"completed","content":[{"type":"input_text","text":""}],"role":"user"}
                    {"role":"assistant","content":""}   | {"id":"ID","type":"message","status":"completed","content":[{"type":"output_text","annotations":[],"logprobs":[],"text":""}],"role":"assistant"}
                    {"role":"user","content":[]}        | {"id":"ID","type":"message","status":"completed","content":[],"role":"user"}
                    {"role":"user","content":" \\ud83e\\uddea\\n\\""} | {"id":"ID","type":"message","status":"completed","content":[{"type":"input_text","text":" \ud83e\uddea\\n\\""}],"role":"user"}
                    {"id":null,"type":null,"status":null,"phase":null,"role":"user","content":[]} | {"id":"ID","type":"message","status":"completed","content":[],"role":"user"}
                    {"type":"message","role":"user","status":"incomplete","content":[]} | {"id":"ID","type":"message","status":"incomplete","content":[],"role":"user"}
                    {"phase":"commentary","role":"assistant","content":[]} | {"id":"ID","type":"message","status":"completed","content":[],"role":"assistant","phase":"commentary"}
                    {"agent":null,"role":"assistant","content":[]} | {"id":"ID","type":"message","status":"completed","content":[],"role":"assistant"}
                    {"phase":null,"role":"assistant","content":[]} | {"id":"ID","type":"message","status":"completed","content":[],"role":"assistant"}
                    """)
    void storesAMessage(String sent, String stored) {
        assertThat(stored(sent)).isEqualTo(stored);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"text":"a","type":"input_text"} | {"type":"input_text","text":"a"}
                    {"type":"input_text","text":""}  | {"type":"input_text","text":""}
                    {"type":"input_text","text":"a","prompt_cache_breakpoint":null} | {"type":"input_text","text":"a"}
                    {"type":"input_text","text":"a","prompt_cache_breakpoint":{"mode":"explicit"}} | {"type":"input_text","text":"a","prompt_cache_breakpoint":{"mode":"explicit"}}
                    {"type":"input_image","image_url":"https://example.com/a.png"} | {"type":"input_image","detail":"auto","image_url":"https://example.com/a.png"}
                    {"type":"input_image","image_url":"data:image/png;base64,AA=="} | {"type":"input_image","detail":"auto","image_url":"data:image/png;base64,AA=="}
                    {"type":"input_image","image_url":null,"file_id":"assistant-1","detail":null} | {"type":"input_image","detail":"auto","file_id":"assistant-1"}
                    {"type":"input_image","file_id":"f","detail":"original","prompt_cache_breakpoint":{"mode":"explicit"}} | {"type":"input_image","detail":"original","file_id":"f","prompt_cache_breakpoint":{"mode":"explicit"}}
                    {"type":"input_file","file_id":"file-1"} | {"type":"input_file","file_id":"file-1"}
                    {"type":"input_file","filename":"a.pdf","file_data":"AA==","file_url":null} | {"type":"input_file","file_data":"AA==","filename":"a.pdf"}
                    {"type":"input_file","file_url":"http://example.com/a","detail":"high"} | {"type":"input_file","detail":"high","file_url":"http://example.com/a"}
                    """)
    void storesAnInputPart(String sent, String stored) {
        assertThat(stored("{\"role\":\"user\",\"content\":[" + sent + "]}"))
                .isEqualTo("{\"id\":\"ID\",\"type\":\"message\",\"status\":\"completed\",\"content\":[" + stored
                        + "],\"role\":\"user\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"type":"output_text","text":"a"} | {"type":"output_text","annotations":[],"logprobs":[],"text":"a"}
                    {"type":"output_text","text":"a","annotations":null,"logprobs":null} | {"type":"output_text","annotations":[],"logprobs":[],"text":"a"}
                    {"type":"output_text","text":"a","logprobs":[{"token":"a","logprob":-1E-05,"top_logprobs":[],"bytes":null}]} | {"type":"output_text","annotations":[],"logprobs":[{"token":"a","logprob":-1E-05,"top_logprobs":[],"bytes":null}],"text":"a"}
                    {"type":"output_text","text":"a","annotations":[{"url":"u","type":"url_citation","start_index":0,"end_index":1,"title":null,"x":{}}]} | {"type":"output_text","annotations":[{"url":"u","type":"url_citation","start_index":0,"end_index":1,"title":null,"x":{}}],"logprobs":[],"text":"a"}
                    {"type":"output_text","text":"It is 3.","annotations":[],"role":"assistant","refusal":null,"reasoning":"Done.","audio":null,"tool_calls":[]} | {"type":"output_text","annotations":[],"logprobs":[],"text":"It is 3."}
                    {"type":"refusal","refusal":"No.","text":"dropped","audio":{"\\u0000":1}} | {"type":"refusal","refusal":"No."}
                    """)
    void storesAPartOfAModel(String sent, String stored) {
        assertThat(stored("{\"role\":\"assistant\",\"content\":[" + sent + "]}"))
                .isEqualTo("{\"id\":\"ID\",\"type\":\"message\",\"status\":\"completed\",\"content\":[" + stored
                        + "],\"role\":\"assistant\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"role":"user"}                                | .content | missing_required_parameter | Missing required parameter: 'items[0].content'.
                    {"role":"user","bogus":1}                      | .bogus   | unknown_parameter | Unknown parameter: 'items[0].bogus'.
                    {"role":"user","content":"a","provider_data":null} | .provider_data | unknown_parameter | Unknown parameter: 'items[0].provider_data'.
                    {"role":"user","content":null}                 | .content | invalid_type | Invalid type for 'items[0].content': expected one of a string or array of objects, but got null instead.
                    {"role":"user","content":{}}                   | .content | invalid_type | Invalid type for 'items[0].content': expected one of a string or array of objects, but got an object instead.
                    {"role":"user","content":["a"]}                | .content[0] | invalid_type | Invalid type for 'items[0].content[0]': expected an object, but got a string instead.
                    {"role":"user","content":"\\u0000"}            | .content | invalid_value | Invalid 'items[0].content': string contains a character that cannot be stored.
                    {"role":"user","content":"a","status":"done"}  | .status  | invalid_value | Invalid value: 'done'. Supported values are: 'in_progress', 'completed', and 'incomplete'.
                    {"role":"user","content":"a","status":1}       | .status  | invalid_type  | Invalid type for 'items[0].status': expected a string, but got an integer instead.
                    {"role":"user","content":"a","phase":"commentary"} | .phase | unknown_parameter | Unknown parameter: 'items[0].phase'.
                    {"role":"assistant","content":"a","phase":"bogus"} | .phase | invalid_value | Invalid value: 'bogus'. Supported values are: 'commentary' and 'final_answer'.
                    """)
    void rejectsAnInvalidMessage(String item, String param, String code, String message) {
        assertRejected(item, param, code, message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"type":"message","content":"a"}            | ``
                    {"type":"message","role":null,"bogus":1}    | ``
                    {"role":"tool","content":"a"}               | tool
                    {"role":"USER","content":"a"}               | USER
                    {"role":5,"bogus":1}                        | 5
                    {"role":["user"],"content":"a"}             | ["user"]
                    """)
    void rejectsAnUnknownRole(String item, String role) {
        assertRejected(
                item,
                "",
                "invalid_value",
                "Invalid value: '" + role + "'. Supported values are: 'assistant', 'system', 'developer', and 'user'.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    user      | {"type":"output_text","text":"a"} | ``    | invalid_value | Invalid value: 'output_text'. Supported values are: 'input_text', 'input_image', and 'input_file'.
                    system    | {"type":"refusal"}                | ``    | invalid_value | Invalid value: 'refusal'. Supported values are: 'input_text', 'input_image', and 'input_file'.
                    assistant | {"type":"input_text","text":"a"}  | ``    | invalid_value | Invalid value: 'input_text'. Supported values are: 'output_text' and 'refusal'.
                    assistant | {"type":"bogus"}                  | .type | invalid_value | Invalid value: 'bogus'. Supported values are: 'output_text' and 'refusal'.
                    user      | {"type":"text","text":"a"}        | .type | invalid_value | Invalid value: 'text'. Supported values are: 'input_text', 'input_image', and 'input_file'.
                    user      | {"text":"a"}                      | .type | missing_required_parameter | Missing required parameter: 'items[0].content[0].type'.
                    user      | {"type":null}                     | .type | invalid_type | Invalid type for 'items[0].content[0].type': expected a string, but got null instead.
                    user      | {"type":"input_text"}             | .text | missing_required_parameter | Missing required parameter: 'items[0].content[0].text'.
                    user      | {"type":"input_text","text":null} | .text | invalid_type | Invalid type for 'items[0].content[0].text': expected a string, but got null instead.
                    user      | {"type":"input_text","text":"a","index":0} | .index | unknown_parameter | Unknown parameter: 'items[0].content[0].index'.
                    user      | {"type":"input_text","text":"a","prompt_cache_breakpoint":{"mode":"auto"}} | .prompt_cache_breakpoint.mode | invalid_value | Invalid value: 'auto'. Supported values are: 'explicit'.
                    user      | {"type":"input_text","text":"a","prompt_cache_breakpoint":{}} | .prompt_cache_breakpoint.mode | missing_required_parameter | Missing required parameter: 'items[0].content[0].prompt_cache_breakpoint.mode'.
                    user      | {"type":"input_image"}            | .image_url | missing_required_parameter | Missing required parameter: 'items[0].content[0].image_url'.
                    user      | {"type":"input_image","image_url":null,"file_id":null} | .image_url | missing_required_parameter | Missing required parameter: 'items[0].content[0].image_url'.
                    user      | {"type":"input_image","image_url":{"url":"http://a"}} | .image_url | invalid_type | Invalid type for 'items[0].content[0].image_url': expected a string, but got an object instead.
                    user      | {"type":"input_image","file_id":"a","detail":"max"} | .detail | invalid_value | Invalid value: 'max'. Supported values are: 'low', 'high', 'auto', and 'original'.
                    user      | {"type":"input_file","filename":"a"} | .file_id | missing_required_parameter | Missing required parameter: 'items[0].content[0].file_id'.
                    user      | {"type":"input_file","file_url":"data:,a"} | .file_url | invalid_value | Invalid 'items[0].content[0].file_url'. Expected a valid URL, but got a value with an invalid format.
                    assistant | {"type":"output_text"}            | .text | missing_required_parameter | Missing required parameter: 'items[0].content[0].text'.
                    assistant | {"type":"refusal","refusal":null} | .refusal | invalid_type | Invalid type for 'items[0].content[0].refusal': expected a string, but got null instead.
                    assistant | {"type":"output_text","text":"a","annotations":{}} | .annotations | invalid_type | Invalid type for 'items[0].content[0].annotations': expected an array of objects, but got an object instead.
                    assistant | {"type":"output_text","text":"a","annotations":[1]} | .annotations[0] | invalid_type | Invalid type for 'items[0].content[0].annotations[0]': expected an object, but got an integer instead.
                    assistant | {"type":"output_text","text":"a","annotations":[{}]} | .annotations[0].type | missing_required_parameter | Missing required parameter: 'items[0].content[0].annotations[0].type'.
                    assistant | {"type":"output_text","text":"a","annotations":[{"type":"bogus"}]} | .annotations[0].type | invalid_value | Invalid value: 'bogus'. Supported values are: 'file_citation', 'url_citation', 'container_file_citation', and 'file_path'.
                    assistant | {"type":"output_text","text":"a","annotations":[{"type":"file_path","a":["\\u0000"]}]} | .annotations[0].a[0] | invalid_value | Invalid 'items[0].content[0].annotations[0].a[0]': string contains a character that cannot be stored.
                    assistant | {"type":"output_text","text":"a","logprobs":[null]} | .logprobs[0] | invalid_type | Invalid type for 'items[0].content[0].logprobs[0]': expected an object, but got null instead.
                    """)
    void rejectsAnInvalidPart(String role, String part, String param, String code, String message) {
        assertRejected("{\"role\":\"" + role + "\",\"content\":[" + part + "]}", ".content[0]" + param, code, message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "ftp://example.com/a.png", "http://", "https://exa mple.com", "javascript:a"})
    void rejectsAnInvalidImageUrl(String url) {
        assertRejected(
                "{\"role\":\"user\",\"content\":[{\"type\":\"input_image\",\"image_url\":\"" + url + "\"}]}",
                ".content[0].image_url",
                "invalid_value",
                "Invalid 'items[0].content[0].image_url'. Expected a valid URL, but got a value with an invalid "
                        + "format.");
    }

    @Test
    void keepsALargeImage() {
        String url = "data:image/png;base64," + "QUJD".repeat(250_000);

        assertThat(stored("{\"role\":\"user\",\"content\":[{\"type\":\"input_image\",\"image_url\":\"" + url + "\"}]}"))
                .contains("\"image_url\":\"" + url + "\"");
    }
}
