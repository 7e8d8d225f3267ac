package dev.bobbin.thread;

import static dev.bobbin.thread.RequestBodies.MESSAGE;
import static dev.bobbin.thread.RequestBodies.MESSAGES;
import static dev.bobbin.thread.RequestBodies.THREAD;
import static dev.bobbin.thread.RequestBodies.THREADS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.when;

import dev.bobbin.server.support.OpenApiDocument;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.orm.jpa.JpaSystemException;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.json.JsonMapper;

/** The examples of errors in the OpenAPI document equal the errors that the server returns. */
@WebSliceTest
class OpenApiExampleTests {

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private RequestBodies requests;

    @Autowired
    private ThreadService threads;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    MissingRole            | {}
                    InvalidRole            | {"role": "human", "content": "a"}
                    ContentEmpty           | {"role": "user", "content": ""}
                    ContentWithoutParts    | {"role": "user", "content": []}
                    ContentWrongType       | {"role": "user", "content": 5}
                    UnknownPartType        | {"role": "user", "content": [{"type": "video"}]}
                    UnstorableCharacter    | {"role": "user", "content": "\\u0000"}
                    AttachmentWithoutTools | {"role": "user", "content": "a", "attachments": [{"file_id": "file-1"}]}
                    InvalidFileId          | {"role": "user", "content": "a", "attachments": [{"file_id": "notes.txt", "tools": []}]}
                    UnknownFileIds         | {"role": "user", "content": "a", "file_ids": []}
                    InvalidJson            | {
                    NotAnObject            | []
                    """)
    void showsTheErrorsOfANewMessage(String example, String body) {
        assertThat(error(requests.post(MESSAGES, body))).isEqualTo(error(example));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    MetadataNotAString | {"metadata": {"modified": true}}
                    UnknownContent     | {"content": "a"}
                    """)
    void showsTheErrorsOfAModifiedMessage(String example, String body) {
        assertThat(error(requests.post(MESSAGE, body))).isEqualTo(error(example));
    }

    @Test
    void showsTheErrorsOfAThread() {
        String message = "{\"role\": \"user\", \"content\": \"a\", \"file_ids\": []}";

        assertThat(error(requests.post(THREADS, "{\"messages\": [" + message + "]}")))
                .isEqualTo(error("UnknownFileIdsInMessages"));
        assertThat(error(requests.post(THREAD, "{\"messages\": []}"))).isEqualTo(error("UnknownMessages"));
        assertThat(error(requests.post("/v1/threads/undefined", "{}"))).isEqualTo(error("InvalidThreadId"));
        assertThat(error(requests.post(THREAD + "/messages/undefined", "{}"))).isEqualTo(error("InvalidMessageId"));
    }

    @Test
    void showsTheErrorForABodyInAnotherEncoding() {
        assertThat(error(requests.post(THREADS, new byte[] {'"', (byte) 0xE9, '"'})))
                .isEqualTo(error("NotUtf8"));
    }

    @Test
    void showsTheErrorForALargeBodyExceptForTheLimit() {
        assertThat(error(requests.post(THREADS, " ".repeat((8 << 20) + 1))).replaceAll("\\d+ bytes", "N bytes"))
                .isEqualTo(error("BodyTooLarge").replace("8388608 bytes", "N bytes"));
    }

    @ParameterizedTest
    @CsvSource({"08001, Unavailable", "53100, DiskFull", "42000, ServerError"})
    void showsTheErrorsOfAFailingDatabase(String state, String example) {
        when(threads.retrieve(any(), any()))
                .thenThrow(new JpaSystemException(new RuntimeException(new SQLException("Failed", state))));

        assertThat(error(mvc.get().uri(THREAD).exchange())).isEqualTo(error(example));
    }

    private static String error(MvcTestResult response) {
        return "{\"error\":" + RequestBodies.error(response) + "}";
    }

    private static String error(String example) {
        return JsonMapper.shared().writeValueAsString(OpenApiDocument.example(example));
    }
}
