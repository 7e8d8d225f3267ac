package dev.bobbin.web.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonResponseWriterTests {

    private static final int LARGEST_SENT_AT_ONCE = 16_384;

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private long contentLength = -1;
    private final JsonResponseWriter json = new JsonResponseWriter(body, length -> contentLength = length, 16);

    @Test
    void writesAsciiAndJson() throws IOException {
        json.ascii("{\"id\":\"msg_1\",\"created_at\":")
                .ascii(1788000000L)
                .ascii(",\"metadata\":")
                .json("{\"key\":\"ä\"}")
                .ascii("}");
        json.end();

        assertThat(text()).isEqualTo("{\"id\":\"msg_1\",\"created_at\":1788000000,\"metadata\":{\"key\":\"ä\"}}");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 16_369, 16_370, 16_371, 16_372, 65_536, 65_537, 300_000})
    void writesTextsOfEveryLength(int length) throws IOException {
        json.ascii("{\"text\":").json("\"" + "x".repeat(length) + "\"").ascii("}");
        json.end();

        assertThat(text()).isEqualTo("{\"text\":\"" + "x".repeat(length) + "\"}");
        assertThat(contentLength).isEqualTo(body.size() <= LARGEST_SENT_AT_ONCE ? body.size() : -1);
    }

    @Test
    void encodesLongTextsAsUtf8() throws IOException {
        String text = "🧵ä".repeat(50_000);
        json.ascii("{\"text\":").json("\"" + text + "\"").ascii("}");
        json.end();

        assertThat(text()).isEqualTo("{\"text\":\"" + text + "\"}");
    }

    private String text() {
        return body.toString(StandardCharsets.UTF_8);
    }
}
