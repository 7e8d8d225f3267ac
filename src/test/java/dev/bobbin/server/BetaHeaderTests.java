package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.BobbinApplication;
import dev.bobbin.server.support.ApiClient;
import dev.bobbin.server.support.Server;
import dev.bobbin.server.support.ServerTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The {@code OpenAI-Beta} header on a server that requires it, as OpenAI did. */
@ServerTest(classes = BobbinApplication.class, properties = "bobbin.require-beta-header=true")
class BetaHeaderTests implements Server {

    @ParameterizedTest
    @ValueSource(strings = {"assistants=v2", "assistants=v1", "assistants=v1, assistants=v2"})
    void acceptsAssistantsV1AndV2(String beta) {
        assertThat(new ApiClient(origin(), "OpenAI-Beta", beta)
                        .post("/v1/threads", "{}")
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    v1            | Invalid beta header provided: 'v1'. The header should be in the format 'OpenAI-Beta: example_beta=v1'.
                    x=v1          | Unknown beta requested: 'x'.
                    assistants=v3 | Unknown beta requested: 'assistants=v3'.
                    """)
    void rejectsAnUnknownOrMalformedBeta(String beta, String message) {
        ApiClient.Response response = new ApiClient(origin(), "OpenAI-Beta", beta).post("/v1/threads", "{}");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.message()).isEqualTo(message);
        assertThat(response.code()).isEqualTo("invalid_beta");
    }

    @Test
    void requiresTheHeaderForEndpointsOnly() {
        assertThat(api().get("/v1/threads/thread_1").message())
                .isEqualTo(
                        "You must provide the 'OpenAI-Beta' header to access the Assistants API. Please try again by "
                                + "setting the header 'OpenAI-Beta: assistants=v2'.");
        assertThat(api().post("/v1/threads/runs", "{}").status()).isEqualTo(404);
        assertThat(api().delete("/v1/threads").status()).isEqualTo(405);
        assertThat(api().get("/v1/conversations").status()).isEqualTo(200);
        assertThat(api().get("/actuator/health").status()).isEqualTo(200);
    }
}
