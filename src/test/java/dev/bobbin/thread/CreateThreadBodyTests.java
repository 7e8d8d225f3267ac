package dev.bobbin.thread;

import static dev.bobbin.thread.RequestBodies.THREADS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.clearInvocations;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.bobbin.idempotency.CreationResult;
import dev.bobbin.web.json.JsonText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The body of a thread creation: each error has its sentence, {@code param} and {@code code}. */
@WebSliceTest
class CreateThreadBodyTests {

    @Autowired
    private RequestBodies requests;

    @Autowired
    private ThreadService threads;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"messages": [{"role": "user", "content": "a"}, {"role": "user", "content": "b", "file_ids": []}]} | messages[1].file_ids | unknown_parameter | Unknown parameter: 'messages[1].file_ids'.
                    {"messages": {}}            | messages | invalid_type | Invalid type for 'messages': expected an array of objects, but got an object instead.
                    {"assistant_id": "asst_1"}  | assistant_id | unknown_parameter | Unknown parameter: 'assistant_id'.
                    {"tool_resources": []}      | tool_resources | invalid_type | Invalid type for 'tool_resources': expected an object, but got an array instead.
                    {"tool_resources": {"foo": {}}} | tool_resources.foo | unknown_parameter | Unknown parameter: 'tool_resources.foo'.
                    {"tool_resources": {"file_search": {"vector_store_ids": ["a", "b"]}}} | tool_resources.file_search.vector_store_ids | array_above_max_length | Invalid 'tool_resources.file_search.vector_store_ids': array too long. Expected an array with maximum length 1, but got an array with length 2 instead.
                    {"tool_resources": {"code_interpreter": {"file_ids": [5]}}} | tool_resources.code_interpreter.file_ids[0] | invalid_type | Invalid type for 'tool_resources.code_interpreter.file_ids[0]': expected a string, but got an integer instead.
                    {"tool_resources": {"file_search": {"vector_stores": [{"chunking_strategy": {"type": "static", "static": {"max_chunk_size_tokens": 99, "chunk_overlap_tokens": 0}}}]}}} | tool_resources.file_search.vector_stores[0].chunking_strategy.static.max_chunk_size_tokens | integer_below_min_value | Invalid 'tool_resources.file_search.vector_stores[0].chunking_strategy.static.max_chunk_size_tokens': integer below minimum value. Expected a value >= 100, but got 99 instead.
                    {"tool_resources": {"file_search": {"vector_stores": [{"chunking_strategy": {"type": "static", "static": {"max_chunk_size_tokens": 4096, "chunk_overlap_tokens": 2049}}}]}}} | tool_resources.file_search.vector_stores[0].chunking_strategy.static.chunk_overlap_tokens | integer_above_max_value | Invalid 'tool_resources.file_search.vector_stores[0].chunking_strategy.static.chunk_overlap_tokens': integer above maximum value. Expected a value <= 2048, but got 2049 instead.
                    """)
    void rejectsAnInvalidThread(String body, String param, String code, String message) {
        requests.assertRejected(THREADS, body, param, code, message);
    }

    @Test
    void accepts32MessagesAndRejectsOneMore() {
        when(threads.create(any(), any(), any())).thenReturn(new CreationResult(new JsonText("{}"), false));
        String one = "{\"role\": \"user\", \"content\": \"a\"}";

        assertThat(requests.post(THREADS, "{\"messages\": [" + one + ("," + one).repeat(31) + "]}"))
                .hasStatusOk();
        verify(threads).create(any(), any(), any());
        clearInvocations(threads);
        requests.assertRejected(
                THREADS,
                "{\"messages\": [" + one + ("," + one).repeat(32) + "]}",
                "messages",
                "array_above_max_length",
                "Invalid 'messages': array too long. Expected an array with maximum length 32, but got an array "
                        + "with length 33 instead.");
    }

    @Test
    void rejectsMoreThan20Files() {
        requests.assertRejected(
                THREADS,
                "{\"tool_resources\": {\"code_interpreter\": {\"file_ids\": [\"a\"" + ",\"a\"".repeat(20) + "]}}}",
                "tool_resources.code_interpreter.file_ids",
                "array_above_max_length",
                "Invalid 'tool_resources.code_interpreter.file_ids': array too long. Expected an array with maximum "
                        + "length 20, but got an array with length 21 instead.");
    }
}
