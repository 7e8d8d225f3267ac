package dev.bobbin.thread;

import static dev.bobbin.thread.RequestBodies.MESSAGE;
import static dev.bobbin.thread.RequestBodies.THREAD;
import static dev.bobbin.thread.RequestBodies.THREADS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.bobbin.security.Project;
import dev.bobbin.web.json.JsonText;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The bodies of modifications: which fields they may have, and the limits of metadata. */
@WebSliceTest
class ModifyBodyTests {

    @Autowired
    private RequestBodies requests;

    @Autowired
    private MessageService messages;

    @ParameterizedTest
    @CsvSource({
        THREAD + ", messages",
        THREAD + ", tool_resources.file_search.vector_stores",
        MESSAGE + ", content",
        MESSAGE + ", role",
        MESSAGE + ", status"
    })
    void rejectsFieldsThatCannotBeModified(String path, String param) {
        String body = param.startsWith("tool_resources")
                ? "{\"tool_resources\": {\"file_search\": {\"vector_stores\": []}}}"
                : "{\"" + param + "\": \"a\"}";

        requests.assertRejected(path, body, param, "unknown_parameter", "Unknown parameter: '" + param + "'.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"a": true} | metadata.a | Invalid type for 'metadata.a': expected a string, but got a boolean instead.
                    {"a": 1}    | metadata.a | Invalid type for 'metadata.a': expected a string, but got an integer instead.
                    {"a": null} | metadata.a | Invalid type for 'metadata.a': expected a string, but got null instead.
                    {"a": {}}   | metadata.a | Invalid type for 'metadata.a': expected a string, but got an object instead.
                    {"a": []}   | metadata.a | Invalid type for 'metadata.a': expected a string, but got an array instead.
                    []          | metadata   | Invalid type for 'metadata': expected an object, but got an array instead.
                    "a"         | metadata   | Invalid type for 'metadata': expected an object, but got a string instead.
                    """)
    void rejectsMetadataOfAnotherType(String metadata, String param, String message) {
        for (String path : new String[] {THREADS, THREAD, MESSAGE}) {
            requests.assertRejected(path, "{\"metadata\": " + metadata + "}", param, "invalid_type", message);
        }
    }

    @Test
    void acceptsMetadataUpToItsLimits() {
        JsonText none = new JsonText("[]");
        when(messages.modify(any(), any(), any(), any()))
                .thenReturn(new MessageObject("msg_1", 1, "thread_1", "user", none, none, new JsonText("{}"), null));
        String pairs = IntStream.range(0, 15)
                .mapToObj(i -> "\"k" + i + "\": \"\"")
                .reduce((a, b) -> a + "," + b)
                .get();
        String largest = "\"" + "🧪".repeat(64) + "\": \"" + "🧪".repeat(512) + "\"";

        assertThat(requests.post(MESSAGE, "{\"metadata\": {" + pairs + "," + largest + "}}"))
                .hasStatusOk();
        assertThat(requests.post(MESSAGE, "{\"metadata\": {\"\": \"\"}}")).hasStatusOk();
        verify(messages, times(2)).modify(eq(Project.DEFAULT), eq(new MessageKey("thread_1", "msg_1")), any(), any());
    }

    @Test
    void rejectsMetadataOverItsLimitsInCodePoints() {
        String key = "🧪".repeat(65);
        String value = "🧪".repeat(513);
        String pairs = IntStream.range(0, 17)
                .mapToObj(i -> "\"k" + i + "\": \"\"")
                .reduce((a, b) -> a + "," + b)
                .get();

        requests.assertRejected(
                MESSAGE,
                "{\"metadata\": {\"" + key + "\": \"\"}}",
                "metadata." + key,
                "property_name_above_max_length",
                "Invalid property name in 'metadata': '🧪🧪🧪...🧪🧪🧪' is too long. Expected a string with maximum "
                        + "length 64, but got a string with length 65 instead.");
        requests.assertRejected(
                MESSAGE,
                "{\"metadata\": {\"k\": \"" + value + "\"}}",
                "metadata.k",
                "string_above_max_length",
                "Invalid 'metadata.k': string too long. Expected a string with maximum length 512, but got a string "
                        + "with length 513 instead.");
        requests.assertRejected(
                MESSAGE,
                "{\"metadata\": {" + pairs + "}}",
                "metadata",
                "object_above_max_properties",
                "Invalid 'metadata': too many properties. Expected an object with at most 16 properties, but got an "
                        + "object with 17 properties instead.");
    }
}
