package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.NotFoundException;
import com.openai.errors.UnauthorizedException;
import dev.bobbin.server.support.ApiClient;
import dev.bobbin.server.support.ApiClient.Response;
import dev.bobbin.server.support.Server;
import dev.bobbin.server.support.ServerTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Authentication with API keys, on a server with two projects and an admin key. */
@ServerTest(
        properties = {
            "bobbin.api-keys.red=sk-red, sk-crimson",
            // The SHA-256 digest of "sk-blue".
            "bobbin.api-keys.blue[0]=sha256:c8664507e6c9bbc65e50e9d3c60288ccc9028910216e277382954410e0bdce75",
            "bobbin.admin-keys=sk-admin",
        })
@ExtendWith(OutputCaptureExtension.class)
class ApiKeyTests implements Server {

    @Override
    public ApiClient api() {
        return withKey("sk-red");
    }

    @Test
    void acceptsAKeyInEitherHeader() {
        String thread = threadWith("Hello");

        assertThat(new ApiClient(origin(), "Authorization", "bearer sk-crimson")
                        .get(thread)
                        .status())
                .isEqualTo(200);
        assertThat(new ApiClient(origin(), "api-key", "sk-red").get(thread).status())
                .isEqualTo(200);
    }

    @Test
    void prefersTheBearerTokenToTheOtherHeader() {
        assertThat(new ApiClient(origin(), "Authorization", "Bearer sk-wrong", "api-key", "sk-red")
                        .get("/v1/threads/thread_none")
                        .code())
                .isEqualTo("invalid_api_key");
        assertThat(new ApiClient(origin(), "Authorization", "Basic c2s6", "api-key", "sk-red")
                        .get("/v1/threads/thread_none")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void returns401ForAnyPathWithoutAKey() {
        for (String path : List.of("/v1/threads/thread_none", "/v1/threads/foo", "/v1/nothing", "/actuator/env")) {
            Response response = new ApiClient(origin()).get(path);

            assertThat(response.status()).isEqualTo(401);
            assertThat(response.header("www-authenticate")).startsWith("Bearer");
            assertThat(response.message()).startsWith("You didn't provide an API key.");
            assertThat(response.code()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk-wrong", "sk-re", "sk-redd", "SK-RED", "sha256:00"})
    void returns401ForAWrongKeyWithoutEchoingIt(String key) {
        Response response = withKey(key).get("/v1/threads/thread_none");

        assertThat(response.status()).isEqualTo(401);
        assertThat(response.body()).isEqualTo("""
                        {"error":{"message":"Incorrect API key provided.","type":"invalid_request_error","param":null,\
                        "code":"invalid_api_key"}}""");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/swagger-ui/../v1/threads/thread_none",
                "/v3/api-docs/../../v1/threads/thread_none",
                "/actuator/health/../../v1/threads/thread_none",
                "//v1/threads/thread_none",
                "/swagger-ui/..;/v1/threads/thread_none",
                "/ui/../v1/threads/thread_none",
                "/ui/..;/v1/threads/thread_none"
            })
    void requiresAKeyForPathsDisguisedAsPublicOnes(String path) {
        Response response = new ApiClient(origin()).get(path);

        assertThat(response.status()).isIn(400, 401, 404);
        assertThat(response.message()).doesNotContain("No thread found");
    }

    @Test
    void servesHealthChecksWithoutAKey() {
        for (String path : List.of(
                "/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness", "/livez", "/readyz")) {
            assertThat(new ApiClient(origin()).get(path).status()).as(path).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator", "/actuator/env", "/actuator/health/db", "/actuator/health/liveness/x"})
    void requiresAnAdminKeyForActuatorPaths(String path) {
        assertThat(withKey("sk-admin").get(path).status()).isEqualTo(404);
        assertThat(api().get(path).body())
                .isEqualTo(withKey("sk-wrong").get("/v1/threads/thread_none").body());
        assertThat(api().get(path).status()).isEqualTo(401);
    }

    @Test
    void returns401ForAPreflightWithoutAKey() {
        String origin = "https://app.example";
        Response preflight = new ApiClient(origin(), "Origin", origin, "Access-Control-Request-Method", "GET")
                .send("OPTIONS", "/v1/threads/thread_none", BodyPublishers.noBody());

        assertThat(preflight.status()).isEqualTo(401);
        assertThat(preflight.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control-"));
    }

    @Test
    void rejectsAnAdminKeyForThreads() {
        assertThat(withKey("sk-admin").get(threadWith()).code()).isEqualTo("invalid_api_key");
    }

    @Test
    void returns404ForAnotherProjectsThread() {
        String redThread = threadWith("Secret");
        String message = api().get(redThread + "/messages").ids().get(0);
        String id = redThread.replace("/v1/threads/", "");
        String missingId = "thread_" + "0".repeat(24);

        assertThat(responsesOfEveryEndpoint("/v1/threads/" + id, message)
                        .map(ApiKeyTests::statusBodyAndHeaderNames)
                        .toList())
                .isEqualTo(responsesOfEveryEndpoint("/v1/threads/" + missingId, message)
                        .map(response -> statusBodyAndHeaderNames(response).replace(missingId, id))
                        .toList());
        assertThat(api().get(redThread + "/messages").texts()).containsExactly("Secret");
    }

    @Test
    void returns404ForAnotherProjectsMessage() {
        String redMessage = api().get(threadWith("Secret") + "/messages").ids().get(0);
        String blueThread =
                "/v1/threads/" + withKey("sk-blue").post("/v1/threads", "{}").id();
        Response response = withKey("sk-blue").get(blueThread + "/messages?after=" + redMessage);

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.message()).isEqualTo("No message found with id '" + redMessage + "'.");
        assertThat(withKey("sk-blue")
                        .get(blueThread + "/messages/" + redMessage)
                        .body())
                .isEqualTo(response.body());
    }

    @Test
    void makesTheOfficialClientThrowTypedExceptions() {
        String redThreadId = threadWith().replace("/v1/threads/", "");

        assertThat(catchThrowableOfType(NotFoundException.class, () -> retrieve("sk-blue", redThreadId)))
                .hasMessageContaining("No thread found with id '" + redThreadId + "'.");
        assertThat(catchThrowableOfType(UnauthorizedException.class, () -> retrieve("sk-wrong", redThreadId))
                        .code())
                .contains("invalid_api_key");
    }

    @Test
    void doesNotLogKeys(CapturedOutput output) {
        withKey("sk-secretly-wrong").get("/v1/threads/thread_none");
        api().get("/v1/threads/thread_none");

        assertThat(output.getAll()).doesNotContain("sk-red").doesNotContain("sk-secretly-wrong");
    }

    @SuppressWarnings("deprecation")
    private void retrieve(String key, String thread) {
        OpenAIOkHttpClient.builder()
                .baseUrl(origin() + "/v1")
                .apiKey(key)
                .build()
                .beta()
                .threads()
                .retrieve(thread);
    }

    private Stream<Response> responsesOfEveryEndpoint(String thread, String message) {
        ApiClient blue = withKey("sk-blue");
        return Stream.of(
                blue.get(thread),
                blue.post(thread, "{}"),
                blue.post(thread + "/messages", Server.message("Hello")),
                blue.get(thread + "/messages"),
                blue.get(thread + "/messages?after=" + message),
                blue.get(thread + "/messages?run_id=run_1"),
                blue.get(thread + "/messages/" + message),
                blue.post(thread + "/messages/" + message, "{}"),
                blue.delete(thread + "/messages/" + message),
                blue.delete(thread));
    }

    private static String statusBodyAndHeaderNames(Response response) {
        return response.status() + " " + response.body() + " "
                + response.headers().map().keySet();
    }
}
