package dev.bobbin.thread;

import static dev.bobbin.thread.RequestBodies.MESSAGES;
import static dev.bobbin.thread.RequestBodies.THREADS;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The body of a message creation: each error has its sentence, {@code param} and {@code code}. */
@WebSliceTest
class CreateMessageBodyTests {

    @Autowired
    private RequestBodies requests;

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "null", quoteCharacter = '`', textBlock = """
                    {}                                  | role     | missing_required_parameter | Missing required parameter: 'role'.
                    {"role": "user"}                    | content  | missing_required_parameter | Missing required parameter: 'content'.
                    {"role": "human"}                   | content  | missing_required_parameter | Missing required parameter: 'content'.
                    {"role": "user", "file_ids": []}    | file_ids | unknown_parameter | Unknown parameter: 'file_ids'.
                    {"role": "system", "content": "a"}  | role     | invalid_value | Invalid value: 'system'. Supported values are: 'user' and 'assistant'.
                    {"role": "USER", "content": "a"}    | role     | invalid_value | Invalid value: 'USER'. Supported values are: 'user' and 'assistant'.
                    {"role": "", "content": "a"}        | role     | invalid_value | Invalid value: ''. Supported values are: 'user' and 'assistant'.
                    {"role": null, "content": "a"}      | role     | invalid_type  | Invalid type for 'role': expected a string, but got null instead.
                    {"role": 5, "content": "a"}         | role     | invalid_type  | Invalid type for 'role': expected a string, but got an integer instead.
                    {"role": "user", "content": ""}     | content  | null          | Message content must be non-empty.
                    {"role": "user", "content": []}     | content  | empty_array   | Invalid 'content': empty array. Expected an array with minimum length 1, but got an empty array instead.
                    {"role": "user", "content": null}   | content  | invalid_type  | Invalid type for 'content': expected one of a string or array of objects, but got null instead.
                    {"role": "user", "content": 5}      | content  | invalid_type  | Invalid type for 'content': expected one of a string or array of objects, but got an integer instead.
                    {"role": "user", "content": 1.5}    | content  | invalid_type  | Invalid type for 'content': expected one of a string or array of objects, but got a decimal number instead.
                    {"role": "user", "content": true}   | content  | invalid_type  | Invalid type for 'content': expected one of a string or array of objects, but got a boolean instead.
                    {"role": "user", "content": {}}     | content  | invalid_type  | Invalid type for 'content': expected one of a string or array of objects, but got an object instead.
                    {"role": "user", "content": ["a"]}  | content[0] | invalid_type | Invalid type for 'content[0]': expected an object, but got a string instead.
                    {"role": "user", "content": "\\ud800"} | content | invalid_value | Invalid 'content': string contains a character that cannot be stored.
                    {"role": "user", "content": "a\\u0000"} | content | invalid_value | Invalid 'content': string contains a character that cannot be stored.
                    """)
    void rejectsAnInvalidMessage(String body, String param, String code, String message) {
        requests.assertRejected(MESSAGES, body, param, code, message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "null", quoteCharacter = '`', textBlock = """
                    {"foo": 1}                          | .foo  | unknown_parameter | Unknown parameter: 'content[0].foo'.
                    {"type": "video", "video": "a"}     | .type | invalid_value | Invalid value: 'video'. Supported values are: 'text', 'image_url', and 'image_file'.
                    {"type": "text", "text": "a", "image_url": {}} | .image_url | unknown_parameter | Unknown parameter: 'content[0].image_url'.
                    {"text": "a"}                       | .type | missing_required_parameter | Missing required parameter: 'content[0].type'.
                    {"type": "video"}                   | .type | invalid_value | Invalid value: 'video'. Supported values are: 'text', 'image_url', and 'image_file'.
                    {"type": "refusal", "refusal": "a"} | .type | invalid_value | Invalid value: 'refusal'. Supported values are: 'text', 'image_url', and 'image_file'.
                    {"type": "text"}                    | .text | missing_required_parameter | Missing required parameter: 'content[0].text'.
                    {"type": "text", "text": ""}        | .text | null          | Message content must be non-empty.
                    {"type": "text", "text": {"value": "a"}} | .text | invalid_type | Invalid type for 'content[0].text': expected a string, but got an object instead.
                    {"type": "text", "text": "a", "b": 1} | .b  | unknown_parameter | Unknown parameter: 'content[0].b'.
                    {"type": "image_file", "image_file": {}} | .image_file.file_id | missing_required_parameter | Missing required parameter: 'content[0].image_file.file_id'.
                    {"type": "image_file", "image_file": {"file_id": "a"}} | .image_file.file_id | invalid_value | Invalid 'content[0].image_file.file_id': 'a'. Expected an ID that begins with 'file'.
                    {"type": "image_file", "image_file": {"file_id": "file-1", "b": 1}} | .image_file.b | unknown_parameter | Unknown parameter: 'content[0].image_file.b'.
                    {"type": "image_url", "image_url": {"url": "https://example.com", "detail": "max"}} | .image_url.detail | invalid_value | Invalid value: 'max'. Supported values are: 'auto', 'low', and 'high'.
                    {"type": "image_url", "image_url": {"url": 5}} | .image_url.url | invalid_type | Invalid type for 'content[0].image_url.url': expected a string, but got an integer instead.
                    """)
    void rejectsAnInvalidContentPart(String part, String param, String code, String message) {
        requests.assertRejected(
                MESSAGES, "{\"role\": \"user\", \"content\": [" + part + "]}", "content[0]" + param, code, message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "/a.png",
                "ftp://example.com/a.png",
                "data:image/png;base64,AA==",
                "http://",
                "https:///a",
                "https://exa mple.com",
                "javascript:alert(1)",
                "https://example.com/<a>"
            })
    void rejectsAnInvalidImageUrl(String url) {
        requests.assertRejected(
                THREADS,
                "{\"messages\": [{\"role\": \"user\", "
                        + "\"content\": [{\"type\": \"image_url\", \"image_url\": {\"url\": \"" + url + "\"}}]}]}",
                "messages[0].content[0].image_url.url",
                "invalid_value",
                "Invalid 'messages[0].content[0].image_url.url'. Expected a valid URL, but got a value with an invalid "
                        + "format.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {}                         | attachments            | invalid_type | Invalid type for 'attachments': expected an array of objects, but got an object instead.
                    [5]                        | attachments[0]         | invalid_type | Invalid type for 'attachments[0]': expected an object, but got an integer instead.
                    [{"file_id": "file-1"}]    | attachments[0].tools   | missing_required_parameter | Missing required parameter: 'attachments[0].tools'.
                    [{"tools": []}]            | attachments[0].file_id | missing_required_parameter | Missing required parameter: 'attachments[0].file_id'.
                    [{"file_id": "abc", "tools": []}] | attachments[0].file_id | invalid_value | Invalid 'attachments[0].file_id': 'abc'. Expected an ID that begins with 'file'.
                    [{"file_id": "assistant", "tools": []}] | attachments[0].file_id | invalid_value | Invalid 'attachments[0].file_id': 'assistant'. Expected an ID that begins with 'file'.
                    [{"file_id": "file-1", "tools": [{"type": "function"}]}] | attachments[0].tools[0].type | invalid_value | Invalid value: 'function'. Supported values are: 'code_interpreter' and 'file_search'.
                    [{"file_id": "file-1", "tools": [{"type": "function", "function": {}}]}] | attachments[0].tools[0].type | invalid_value | Invalid value: 'function'. Supported values are: 'code_interpreter' and 'file_search'.
                    [{"file_id": "file-1", "tools": [{"type": "file_search", "a": 1}]}] | attachments[0].tools[0].a | unknown_parameter | Unknown parameter: 'attachments[0].tools[0].a'.
                    [{"file_id": "file-1", "tools": [{"a": 1}]}] | attachments[0].tools[0].a | unknown_parameter | Unknown parameter: 'attachments[0].tools[0].a'.
                    [{"file_id": "file-1", "tools": [{}]}] | attachments[0].tools[0].type | missing_required_parameter | Missing required parameter: 'attachments[0].tools[0].type'.
                    """)
    void rejectsInvalidAttachments(String attachments, String param, String code, String message) {
        requests.assertRejected(
                MESSAGES,
                "{\"role\": \"user\", \"content\": \"a\", \"attachments\": " + attachments + "}",
                param,
                code,
                message);
    }

    @Test
    void rejectsATextOver256000CodePoints() {
        String tooLong = "🧵".repeat(256_001);
        String sentence =
                ": string too long. Expected a string with maximum length 256000, but got a string with length "
                        + "256001 instead.";

        requests.assertRejected(
                MESSAGES,
                "{\"role\": \"user\", \"content\": \"" + tooLong + "\"}",
                "content",
                "string_above_max_length",
                "Invalid 'content'" + sentence);
        requests.assertRejected(
                MESSAGES,
                "{\"role\": \"user\", \"content\": [{\"type\": \"text\", \"text\": \"" + tooLong + "\"}]}",
                "content[0].text",
                "string_above_max_length",
                "Invalid 'content[0].text'" + sentence);
    }

    @Test
    void rejectsABodyWithTooManyValues() {
        String values = "{}" + ",{}".repeat(500_000);

        requests.assertRejected(
                413,
                MESSAGES,
                ("{\"role\": \"user\", \"content\": [" + values + "]}").getBytes(StandardCharsets.UTF_8),
                null,
                null,
                "The request body has too many values. Expected at most 1000000 values, names, and begins and ends of"
                        + " arrays and objects.");
    }
}
