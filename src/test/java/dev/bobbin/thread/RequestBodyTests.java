package dev.bobbin.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.clearInvocations;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import dev.bobbin.idempotency.CreationResult;
import dev.bobbin.security.Project;
import dev.bobbin.web.json.JsonText;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Bodies that are refused, each with its sentence, {@code param} and {@code code}. Nothing of them reaches a service. */
@WebMvcTest(
        includeFilters =
                @Filter(
                        type = FilterType.REGEX,
                        pattern =
                                "dev\\.bobbin\\.(security\\.(ApiKeys|KeyGuessThrottle|DnsRebindingGuard)|thread\\.ThreadMetrics)"),
        excludeFilters = @Filter(type = FilterType.REGEX, pattern = "dev\\.bobbin\\.database\\..*"))
@Import(SimpleMeterRegistry.class)
class RequestBodyTests {

    private static final String THREADS = "/v1/threads";
    private static final String THREAD = "/v1/threads/thread_1";
    private static final String MESSAGES = "/v1/threads/thread_1/messages";
    private static final String MESSAGE = "/v1/threads/thread_1/messages/msg_1";

    @Autowired
    private MockMvcTester mvc;

    @MockitoBean
    private MessageService messages;

    @MockitoBean
    private ThreadService threads;

    @MockitoBean
    private ThreadDeletionService deletions;

    @BeforeEach
    void create() {
        when(messages.create(any(), any(), any(), any())).thenReturn(new CreationResult(new JsonText("{}"), false));
        when(threads.create(any(), any(), any())).thenReturn(new CreationResult(new JsonText("{}"), false));
        JsonText none = new JsonText("[]");
        when(messages.modify(any(), any(), any(), any()))
                .thenReturn(new MessageObject("msg_1", 1, "thread_1", "user", none, none, new JsonText("{}")));
    }

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
    void refusesAMessage(String body, String param, String code, String message) {
        assertRefused(MESSAGES, body, param, code, message);
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
    void refusesAPart(String part, String param, String code, String message) {
        assertRefused(
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
    void refusesAnAddressOfAnImage(String url) {
        assertRefused(
                THREADS,
                "{\"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"image_url\", \"image_url\": {\"url\": \""
                        + url + "\"}}]}]}",
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
                    [{"file_id": "file-1", "tools": [{"type": "function"}]}] | attachments[0].tools[0].type | invalid_value | Invalid value: 'function'. Supported values are: 'code_interpreter' and 'file_search'.
                    [{"file_id": "file-1", "tools": [{"type": "function", "function": {}}]}] | attachments[0].tools[0].type | invalid_value | Invalid value: 'function'. Supported values are: 'code_interpreter' and 'file_search'.
                    [{"file_id": "file-1", "tools": [{"type": "file_search", "a": 1}]}] | attachments[0].tools[0].a | unknown_parameter | Unknown parameter: 'attachments[0].tools[0].a'.
                    [{"file_id": "file-1", "tools": [{"a": 1}]}] | attachments[0].tools[0].a | unknown_parameter | Unknown parameter: 'attachments[0].tools[0].a'.
                    [{"file_id": "file-1", "tools": [{}]}] | attachments[0].tools[0].type | missing_required_parameter | Missing required parameter: 'attachments[0].tools[0].type'.
                    """)
    void refusesAttachments(String attachments, String param, String code, String message) {
        assertRefused(
                MESSAGES,
                "{\"role\": \"user\", \"content\": \"a\", \"attachments\": " + attachments + "}",
                param,
                code,
                message);
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
    void refusesMetadataOfAnotherType(String metadata, String param, String message) {
        for (String path : new String[] {THREADS, THREAD, MESSAGE}) {
            assertRefused(path, "{\"metadata\": " + metadata + "}", param, "invalid_type", message);
        }
    }

    @Test
    void countsMetadataInCodePoints() {
        String key = "🧪".repeat(65);
        String value = "🧪".repeat(513);
        String pairs = IntStream.range(0, 17)
                .mapToObj(i -> "\"k" + i + "\": \"\"")
                .reduce((a, b) -> a + "," + b)
                .get();

        assertRefused(
                MESSAGE,
                "{\"metadata\": {\"" + key + "\": \"\"}}",
                "metadata." + key,
                "property_name_above_max_length",
                "Invalid property name in 'metadata': '🧪🧪🧪...🧪🧪🧪' is too long. Expected a string with maximum length 64, "
                        + "but got a string with length 65 instead.");
        assertRefused(
                MESSAGE,
                "{\"metadata\": {\"k\": \"" + value + "\"}}",
                "metadata.k",
                "string_above_max_length",
                "Invalid 'metadata.k': string too long. Expected a string with maximum length 512, but got a string with "
                        + "length 513 instead.");
        assertRefused(
                MESSAGE,
                "{\"metadata\": {" + pairs + "}}",
                "metadata",
                "object_above_max_properties",
                "Invalid 'metadata': too many properties. Expected an object with at most 16 properties, but got an object "
                        + "with 17 properties instead.");
    }

    @Test
    void refusesMoreValuesThanItHasRoomFor() {
        String values = "{}" + ",{}".repeat(500_000);

        assertRefused(
                MESSAGES,
                "{\"role\": \"user\", \"content\": [" + values + "]}",
                null,
                null,
                "Invalid body: failed to parse JSON value. Please check the value to ensure it is valid JSON. (Common "
                        + "errors include trailing commas, missing closing brackets, missing quotation marks, etc.)");
    }

    @Test
    void takesMetadataUpToItsLimits() {
        String pairs = IntStream.range(0, 15)
                .mapToObj(i -> "\"k" + i + "\": \"\"")
                .reduce((a, b) -> a + "," + b)
                .get();
        String largest = "\"" + "🧪".repeat(64) + "\": \"" + "🧪".repeat(512) + "\"";

        assertThat(post(MESSAGE, "{\"metadata\": {" + pairs + "," + largest + "}}"))
                .hasStatusOk();
        assertThat(post(MESSAGE, "{\"metadata\": {\"\": \"\"}}")).hasStatusOk();
        verify(messages, times(2)).modify(eq(Project.DEFAULT), eq(new MessageKey("thread_1", "msg_1")), any(), any());
    }

    @Test
    void refusesATextThatIsTooLong() {
        String tooLong = "🧵".repeat(256_001);
        String sentence =
                ": string too long. Expected a string with maximum length 256000, but got a string with length "
                        + "256001 instead.";

        assertRefused(
                MESSAGES,
                "{\"role\": \"user\", \"content\": \"" + tooLong + "\"}",
                "content",
                "string_above_max_length",
                "Invalid 'content'" + sentence);
        assertRefused(
                MESSAGES,
                "{\"role\": \"user\", \"content\": [{\"type\": \"text\", \"text\": \"" + tooLong + "\"}]}",
                "content[0].text",
                "string_above_max_length",
                "Invalid 'content[0].text'" + sentence);
    }

    @Test
    void takesThirtyTwoMessagesAndRefusesOneMore() {
        String one = "{\"role\": \"user\", \"content\": \"a\"}";

        assertThat(post(THREADS, "{\"messages\": [" + one + ("," + one).repeat(31) + "]}"))
                .hasStatusOk();
        verify(threads).create(any(), any(), any());
        clearInvocations(threads);
        assertRefused(
                THREADS,
                "{\"messages\": [" + one + ("," + one).repeat(32) + "]}",
                "messages",
                "array_above_max_length",
                "Invalid 'messages': array too long. Expected an array with maximum length 32, but got an array with length "
                        + "33 instead.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"messages": [{"role": "user", "content": "a"}, {"role": "user", "content": "b", "file_ids": []}]} | messages[1].file_ids | unknown_parameter | Unknown parameter: 'messages[1].file_ids'.
                    {"messages": {}}            | messages | invalid_type | Invalid type for 'messages': expected an array of objects, but got an object instead.
                    {"assistant_id": "asst_1"}  | assistant_id | unknown_parameter | Unknown parameter: 'assistant_id'.
                    {"tool_resources": {"foo": {}}} | tool_resources.foo | unknown_parameter | Unknown parameter: 'tool_resources.foo'.
                    {"tool_resources": {"file_search": {"vector_store_ids": ["a", "b"]}}} | tool_resources.file_search.vector_store_ids | array_above_max_length | Invalid 'tool_resources.file_search.vector_store_ids': array too long. Expected an array with maximum length 1, but got an array with length 2 instead.
                    {"tool_resources": {"code_interpreter": {"file_ids": [5]}}} | tool_resources.code_interpreter.file_ids[0] | invalid_type | Invalid type for 'tool_resources.code_interpreter.file_ids[0]': expected a string, but got an integer instead.
                    {"tool_resources": {"file_search": {"vector_stores": [{"chunking_strategy": {"type": "static", "static": {"max_chunk_size_tokens": 99, "chunk_overlap_tokens": 0}}}]}}} | tool_resources.file_search.vector_stores[0].chunking_strategy.static.max_chunk_size_tokens | integer_below_min_value | Invalid 'tool_resources.file_search.vector_stores[0].chunking_strategy.static.max_chunk_size_tokens': integer below minimum value. Expected a value >= 100, but got 99 instead.
                    {"tool_resources": {"file_search": {"vector_stores": [{"chunking_strategy": {"type": "static", "static": {"max_chunk_size_tokens": 4096, "chunk_overlap_tokens": 2049}}}]}}} | tool_resources.file_search.vector_stores[0].chunking_strategy.static.chunk_overlap_tokens | integer_above_max_value | Invalid 'tool_resources.file_search.vector_stores[0].chunking_strategy.static.chunk_overlap_tokens': integer above maximum value. Expected a value <= 2048, but got 2049 instead.
                    """)
    void refusesAThread(String body, String param, String code, String message) {
        assertRefused(THREADS, body, param, code, message);
    }

    @Test
    void refusesMoreThanTwentyFiles() {
        assertRefused(
                THREADS,
                "{\"tool_resources\": {\"code_interpreter\": {\"file_ids\": [\"a\"" + ",\"a\"".repeat(20) + "]}}}",
                "tool_resources.code_interpreter.file_ids",
                "array_above_max_length",
                "Invalid 'tool_resources.code_interpreter.file_ids': array too long. Expected an array with maximum length "
                        + "20, but got an array with length 21 instead.");
    }

    @ParameterizedTest
    @CsvSource({
        THREAD + ", messages",
        THREAD + ", tool_resources.file_search.vector_stores",
        MESSAGE + ", content",
        MESSAGE + ", role",
        MESSAGE + ", status"
    })
    void refusesToModifyAnythingElse(String path, String param) {
        String body = param.startsWith("tool_resources")
                ? "{\"tool_resources\": {\"file_search\": {\"vector_stores\": []}}}"
                : "{\"" + param + "\": \"a\"}";

        assertRefused(path, body, param, "unknown_parameter", "Unknown parameter: '" + param + "'.");
    }

    static Stream<byte[]> brokenBodies() {
        return Stream.concat(
                Stream.of(
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
                                "[".repeat(10_000),
                                "{\"a\":".repeat(10_000),
                                "{\"role\": " + "9".repeat(10_000) + "}",
                                "{\"role\": 01}",
                                "\u0000",
                                "nul")
                        .map(text -> text.getBytes(StandardCharsets.UTF_8)),
                Stream.of(
                        new byte[] {'{', '"', (byte) 0xC0, (byte) 0xAF, '"', ':', '1', '}'},
                        new byte[] {'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ':', '1', '}'},
                        new byte[] {'"', (byte) 0xFF, '"'},
                        "{}".getBytes(StandardCharsets.UTF_16),
                        "{}".getBytes(StandardCharsets.UTF_16LE)));
    }

    @ParameterizedTest
    @MethodSource("brokenBodies")
    void refusesWhatIsNotJson(byte[] body) {
        for (String path : new String[] {THREADS, THREAD, MESSAGES, MESSAGE}) {
            assertError(
                    mvc.post()
                            .uri(path)
                            .contentType(MediaType.APPLICATION_JSON)
                            .content(body)
                            .exchange(),
                    null,
                    null,
                    "Invalid body: failed to parse JSON value. Please check the value to ensure it is valid JSON. (Common "
                            + "errors include trailing commas, missing closing brackets, missing quotation marks, etc.)");
        }
    }

    @ParameterizedTest
    @CsvSource({"[], an array", "'\"a\"', a string", "5, an integer", "1e400, a decimal number", "true, a boolean"})
    void refusesWhatIsNoObject(String body, String kind) {
        for (String path : new String[] {THREADS, THREAD, MESSAGES, MESSAGE}) {
            assertRefused(
                    path,
                    body,
                    null,
                    "invalid_type",
                    "Invalid type: expected an object, but got " + kind + " instead.");
        }
    }

    @Test
    void looksAtTheSyntaxThenAtTheIdThenAtTheMembers() {
        String foreign = "/v1/threads/foo/messages";

        assertThat(error(post(foreign, "{")).get("message").stringValue()).startsWith("Invalid body");
        assertThat(error(post(foreign, "{}")).get("param").stringValue()).isEqualTo("thread_id");
    }

    @Test
    void answersAnOddNameInUnicodeThatCanBeSent() {
        assertRefused(MESSAGES, "{\"a\\ud800\": 1}", "a\uFFFD", "unknown_parameter", "Unknown parameter: 'a\uFFFD'.");
    }

    private void assertRefused(String path, String body, String param, String code, String message) {
        assertError(post(path, body), param, code, message);
        verifyNoInteractions(messages, threads);
    }

    private static void assertError(MvcTestResult answer, String param, String code, String message) {
        assertThat(answer).hasStatus(400).hasContentType(MediaType.APPLICATION_JSON);
        JsonNode error = error(answer);
        assertThat(error.get("message").stringValue()).isEqualTo(message);
        assertThat(error.get("param").stringValue(null)).isEqualTo(param);
        assertThat(error.get("code").stringValue(null)).isEqualTo(code);
        assertThat(error.get("type").stringValue()).isEqualTo("invalid_request_error");
    }

    private static JsonNode error(MvcTestResult answer) {
        return JsonMapper.shared()
                .readTree(answer.getResponse().getContentAsByteArray())
                .get("error");
    }

    private MvcTestResult post(String path, String body) {
        return mvc.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .content(body.getBytes(StandardCharsets.UTF_8))
                .exchange();
    }
}
