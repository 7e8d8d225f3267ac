package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.NotFoundException;
import com.openai.errors.UnauthorizedException;
import dev.bobbin.BobbinApplication;
import dev.bobbin.server.support.ApiClient;
import dev.bobbin.server.support.ApiClient.Answer;
import dev.bobbin.server.support.ResponseValidation;
import dev.bobbin.server.support.Server;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A server with the keys of two projects. */
@SpringBootTest(
        classes = {BobbinApplication.class, ResponseValidation.class},
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.datasource.url=jdbc:h2:mem:keys",
            "bobbin.api-keys.red=sk-red, sk-crimson",
            // The digest of "sk-blue".
            "bobbin.api-keys.blue[0]=sha256:c8664507e6c9bbc65e50e9d3c60288ccc9028910216e277382954410e0bdce75",
            "bobbin.admin-keys=sk-admin",
        })
@ExtendWith(OutputCaptureExtension.class)
class ApiKeyTests implements Server {

    @LocalServerPort
    private int port;

    @Override
    public int port() {
        return port;
    }

    @Override
    public ApiClient api() {
        return with("sk-red");
    }

    @Test
    void takesAKeyInEitherHeader() {
        String thread = threadWith("Hello");

        assertThat(new ApiClient(origin(), "Authorization", "bearer sk-crimson")
                        .get(thread)
                        .status())
                .isEqualTo(200);
        assertThat(new ApiClient(origin(), "api-key", "sk-red").get(thread).status())
                .isEqualTo(200);
    }

    @Test
    void asksForAKeyBeforeAnythingElse() {
        for (String path : List.of("/v1/threads/thread_none", "/v1/threads/foo", "/v1/nothing", "/actuator/env")) {
            Answer answer = new ApiClient(origin()).get(path);

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("www-authenticate")).startsWith("Bearer");
            assertThat(answer.message()).startsWith("You didn't provide an API key.");
            assertThat(answer.code()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk-wrong", "sk-re", "sk-redd", "SK-RED", "sha256:00"})
    void refusesAWrongKeyWithoutRepeatingIt(String key) {
        Answer answer = with(key).get("/v1/threads/thread_none");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo("""
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
                "/swagger-ui/..;/v1/threads/thread_none"
            })
    void isNotTalkedRoundByTheAddress(String path) {
        Answer answer = new ApiClient(origin()).get(path);

        assertThat(answer.status()).isIn(400, 401, 404);
        assertThat(answer.message()).doesNotContain("No thread found");
    }

    @Test
    void showsHealthWithoutAKey() {
        for (String path : List.of("/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness")) {
            assertThat(new ApiClient(origin()).get(path).status()).as(path).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator", "/actuator/env", "/actuator/health/db", "/actuator/health/liveness/x"})
    void opensWhatIsTheOperatorsToAnAdminKeyOnly(String path) {
        assertThat(with("sk-admin").get(path).status()).isEqualTo(404);
        assertThat(api().get(path).body())
                .isEqualTo(with("sk-wrong").get("/v1/threads/thread_none").body());
        assertThat(api().get(path).status()).isEqualTo(401);
    }

    @Test
    void asksWebPagesForAKeyLikeAnybody() {
        Answer answer = new ApiClient(origin(), "Origin", "https://app.example", "Access-Control-Request-Method", "GET")
                .send("OPTIONS", "/v1/threads/thread_none", BodyPublishers.noBody());

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.response().headers().map().keySet()).noneMatch(name -> name.startsWith("access-control-"));
    }

    @Test
    void takesAnAdminKeyForNoProjects() {
        assertThat(with("sk-admin").get(threadWith()).code()).isEqualTo("invalid_api_key");
    }

    @Test
    void answersAnotherProjectsThreadLikeOneThatNeverWas() {
        String foreign = threadWith("Secret");
        String message = api().get(foreign + "/messages").ids().get(0);
        String id = foreign.replace("/v1/threads/", "");

        assertThat(everyCall("/v1/threads/" + id, message)
                        .map(ApiKeyTests::withoutIds)
                        .toList())
                .isEqualTo(everyCall("/v1/threads/thread_000000000000000000000000", message)
                        .map(answer -> withoutIds(answer).replace("thread_000000000000000000000000", id))
                        .toList());
        assertThat(api().get(foreign + "/messages").texts()).containsExactly("Secret");
    }

    @Test
    void answersAnotherProjectsMessageLikeOneThatNeverWas() {
        String foreign = api().get(threadWith("Secret") + "/messages").ids().get(0);
        String own = "/v1/threads/" + with("sk-blue").post("/v1/threads", "{}").id();
        Answer answer = with("sk-blue").get(own + "/messages?after=" + foreign);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.message()).isEqualTo("No message found with id '" + foreign + "'.");
        assertThat(with("sk-blue").get(own + "/messages/" + foreign).body()).isEqualTo(answer.body());
    }

    @Test
    void isRefusedAsTheOfficialClientExpects() {
        String foreign = threadWith().replace("/v1/threads/", "");

        assertThat(catchThrowableOfType(NotFoundException.class, () -> retrieve("sk-blue", foreign)))
                .hasMessageContaining("No thread found with id '" + foreign + "'.");
        assertThat(catchThrowableOfType(UnauthorizedException.class, () -> retrieve("sk-wrong", foreign))
                        .code())
                .contains("invalid_api_key");
    }

    @Test
    void keepsKeysOutOfTheLog(CapturedOutput output) {
        with("sk-secretly-wrong").get("/v1/threads/thread_none");
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

    private Stream<Answer> everyCall(String thread, String message) {
        ApiClient blue = with("sk-blue");
        return Stream.of(
                blue.get(thread),
                blue.post(thread, "{}"),
                blue.post(thread + "/messages", Server.say("Hello")),
                blue.get(thread + "/messages"),
                blue.get(thread + "/messages?after=" + message),
                blue.get(thread + "/messages?run_id=run_1"),
                blue.get(thread + "/messages/" + message),
                blue.post(thread + "/messages/" + message, "{}"),
                blue.delete(thread + "/messages/" + message),
                blue.delete(thread));
    }

    private static String withoutIds(Answer answer) {
        return answer.status() + " " + answer.body() + " "
                + answer.response().headers().map().keySet();
    }
}
