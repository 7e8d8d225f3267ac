package dev.bobbin.thread;

import static dev.bobbin.thread.RequestBodies.INVALID_JSON;
import static dev.bobbin.thread.RequestBodies.MESSAGE;
import static dev.bobbin.thread.RequestBodies.MESSAGES;
import static dev.bobbin.thread.RequestBodies.THREAD;
import static dev.bobbin.thread.RequestBodies.THREADS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The JSON syntax of request bodies, at every endpoint that accepts one. */
@WebSliceTest
class JsonBodyTests {

    @Autowired
    private RequestBodies requests;

    static Stream<byte[]> invalidJson() {
        return Stream.of(
                        "{",
                        "{\"role\": \"user\",}",
                        "{'role': 'user'}",
                        "{\"role\": NaN}",
                        "{\"role\": \"user\" /* comment */}",
                        "{} {}",
                        "{}x",
                        "\uFEFF{}",
                        "{\"a\": 1, \"a\": 2}",
                        "{\"metadata\": {\"a\": \"1\", \"a\": \"2\"}}",
                        "{\"role\": \"a\nb\"}",
                        "[".repeat(500),
                        "{\"role\": 01}",
                        "\u0000",
                        "nul",
                        "{\0}\0")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    static Stream<byte[]> invalidUtf8() {
        return Stream.of(
                "{\"metadata\": {\"a\": \"\u00e9\"}}".getBytes(StandardCharsets.ISO_8859_1),
                new byte[] {'{', '"', (byte) 0xC0, (byte) 0xAF, '"', ':', '1', '}'},
                new byte[] {'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ':', '1', '}'},
                new byte[] {'"', (byte) 0xFF, '"'},
                new byte[] {'{', '}', (byte) 0xC3},
                "{}".getBytes(StandardCharsets.UTF_16));
    }

    @ParameterizedTest
    @MethodSource("invalidJson")
    void rejectsInvalidJson(byte[] body) {
        for (String path : new String[] {THREADS, THREAD, MESSAGES, MESSAGE}) {
            requests.assertRejected(path, body, null, "invalid_json", INVALID_JSON);
        }
    }

    static Stream<String> bodiesWithTooManyLevels() {
        return Stream.of("[".repeat(501) + "]".repeat(501), "[".repeat(10_000), "{\"a\":".repeat(10_000));
    }

    @ParameterizedTest
    @MethodSource("bodiesWithTooManyLevels")
    void namesTheLimitOnNesting(String body) {
        requests.assertRejected(
                MESSAGES,
                body,
                null,
                "invalid_json",
                "Invalid body: too many levels of nesting. Expected arrays and objects in at most 500 levels.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "0.", "1e"})
    void namesTheLimitOnTheDigitsOfANumber(String start) {
        for (String number : List.of(start + "9".repeat(1_001), start + "9".repeat(10_000))) {
            requests.assertRejected(
                    MESSAGES,
                    "{\"role\": " + number + "}",
                    null,
                    "invalid_json",
                    "Invalid body: a number is too long. Expected numbers with at most 1000 digits.");
        }
    }

    @ParameterizedTest
    @MethodSource("invalidUtf8")
    void namesTheEncodingOfABodyThatIsNotInUtf8(byte[] body) {
        for (String path : new String[] {THREADS, THREAD, MESSAGES, MESSAGE}) {
            requests.assertRejected(
                    path,
                    body,
                    null,
                    "invalid_json",
                    "Invalid body: the text is not valid UTF-8. Please encode the JSON body of your request in UTF-8.");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "[{}], an array",
        "[[]], an array",
        "'\"a\"', a string",
        "5, an integer",
        "1e400, a decimal number",
        "true, a boolean"
    })
    void rejectsAValueThatIsNotAnObject(String body, String kind) {
        for (String path : new String[] {THREADS, THREAD, MESSAGES, MESSAGE}) {
            requests.assertRejected(
                    path,
                    body,
                    null,
                    "invalid_type",
                    "Invalid type: expected an object, but got " + kind + " instead.");
        }
    }

    @Test
    void acceptsAnEmptyArrayInPlaceOfAnObjectOnlyForANewThread() {
        for (String path : new String[] {THREAD, MESSAGES, MESSAGE}) {
            requests.assertRejected(
                    path, "[]", null, "invalid_type", "Invalid type: expected an object, but got an array instead.");
        }
    }

    @Test
    void checksTheSyntaxThenTheIdThenTheFields() {
        String path = "/v1/threads/foo/messages";

        assertThat(RequestBodies.error(requests.post(path, "{")).get("message").stringValue())
                .startsWith("Invalid body");
        assertThat(RequestBodies.error(requests.post(path, "{}")).get("param").stringValue())
                .isEqualTo("thread_id");
    }

    @Test
    void replacesAnInvalidCharacterInAnErrorMessage() {
        requests.assertRejected(
                MESSAGES, "{\"a\\ud800\": 1}", "a\uFFFD", "unknown_parameter", "Unknown parameter: 'a\uFFFD'.");
    }
}
