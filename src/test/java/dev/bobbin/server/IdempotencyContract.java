package dev.bobbin.server;

import static dev.bobbin.server.support.ConcurrentClients.together;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.support.ApiClient.Answer;
import dev.bobbin.server.support.Server;
import dev.bobbin.server.support.ServerWithTables;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Creations that are marked with an idempotency key can be repeated. */
interface IdempotencyContract extends ServerWithTables {

    int CLIENTS = 32;

    @Test
    default void answersARepeatedMessageWithTheFirstAnswer() {
        String thread = threadWith();
        Answer first = create(thread + "/messages", "key", Server.say("One"));
        api().post(thread + "/messages/" + first.id(), "{\"metadata\": {\"a\": \"1\"}}");

        Answer second = create(thread + "/messages", "key", Server.say("One"));

        assertThat(first.header("idempotent-replayed")).isEmpty();
        assertThat(second.header("idempotent-replayed")).isEqualTo("true");
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(api().allTexts(thread)).containsExactly("One");
    }

    @Test
    default void answersARepeatedThreadWithTheFirstAnswer() {
        String body = "{\"messages\": [" + Server.say("One") + "], \"metadata\": {\"a\": \"1\"}}";
        long messages = count("messages");

        Answer first = create("/v1/threads", "thread", body);
        Answer second = create("/threads", "thread", body);

        assertThat(second.header("idempotent-replayed")).isEqualTo("true");
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(count("messages")).isEqualTo(messages + 1);
    }

    @Test
    default void createsOnceHoweverManyTryAtOnce() throws Exception {
        String thread = threadWith();
        List<Answer> messages = together(CLIENTS, client -> create(thread + "/messages", "one", Server.say("One")));
        List<Answer> threads = together(CLIENTS, client -> create("/v1/threads", "crowd", "{}"));

        assertThat(messages).extracting(Answer::status).containsOnly(200);
        assertThat(messages)
                .extracting(Answer::body)
                .containsOnly(messages.get(0).body());
        assertThat(api().allTexts(thread)).containsExactly("One");
        assertThat(threads).extracting(Answer::status).containsOnly(200);
        assertThat(threads).extracting(Answer::body).containsOnly(threads.get(0).body());
        assertThat(threads)
                .filteredOn(answer -> answer.header("idempotent-replayed").isEmpty())
                .hasSize(1);
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    default void tellsTheLogNothingOfWhatManyTryAtOnce(CapturedOutput output) throws Exception {
        String body = "{\"metadata\": {\"a\": \"not for the log\"}}";

        together(CLIENTS, client -> create("/v1/threads", "secret crowd", body));

        assertThat(output).doesNotContain("not for the log");
    }

    @Test
    default void refusesAKeyThatWasUsedWithAnotherBody() {
        String thread = threadWith();
        create(thread + "/messages", "key", Server.say("One"));

        Answer other = create(thread + "/messages", "key", Server.say("Two"));

        assertThat(other.status()).isEqualTo(400);
        assertThat(other.code()).isEqualTo("idempotency_key_reused");
        assertThat(api().allTexts(thread)).containsExactly("One");
    }

    @Test
    default void takesAKeyOncePerThread() {
        String thread = threadWith();
        String neighbour = threadWith();

        Answer one = create(thread + "/messages", "key", Server.say("One"));
        Answer other = create(neighbour + "/messages", "key", Server.say("One"));

        assertThat(other.status()).isEqualTo(200);
        assertThat(other.id()).isNotEqualTo(one.id());
    }

    @Test
    default void keepsNoErrors() {
        String thread = threadWith();

        assertThat(create(thread + "/messages", "key", "{\"role\": \"user\"}").status())
                .isEqualTo(400);
        assertThat(create(thread + "/messages", "key", Server.say("One")).status())
                .isEqualTo(200);
    }

    @Test
    default void tellsThatWhatARepeatCreatedIsDeleted() {
        String thread = threadWith();
        Answer message = create(thread + "/messages", "key", Server.say("Secret-1"));
        api().delete(thread + "/messages/" + message.id());

        Answer repeat = create(thread + "/messages", "key", Server.say("Secret-1"));

        assertThat(repeat.status()).isEqualTo(404);
        assertThat(repeat.message()).isEqualTo("No message found with id '" + message.id() + "'.");
        assertThat(count("kept_answers where answer like '%Secret-1%'")).isZero();
    }

    @Test
    default void tellsThatAThreadThatARepeatCreatedIsDeleted() {
        Answer thread = create("/v1/threads", "deleted", "{\"metadata\": {\"a\": \"Secret-2\"}}");
        String path = "/v1/threads/" + thread.id();
        create(path + "/messages", "key", Server.say("Secret-2"));
        api().delete(path);

        for (Answer repeat : List.of(
                create("/v1/threads", "deleted", "{\"metadata\": {\"a\": \"Secret-2\"}}"),
                create(path + "/messages", "key", Server.say("Secret-2")))) {
            assertThat(repeat.status()).isEqualTo(404);
            assertThat(repeat.message()).isEqualTo("No thread found with id '" + thread.id() + "'.");
        }
        assertThat(count("kept_answers where answer like '%Secret-2%'")).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 256})
    default void refusesAKeyThatIsEmptyOrTooLong(int length) {
        Answer answer = create("/v1/threads", "k".repeat(length), "{}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message())
                .isEqualTo("Invalid 'Idempotency-Key' header: expected 1 to 255 characters, but got " + length
                        + " instead.");
    }

    @Test
    default void takesAKeyOf255Characters() {
        String key = "k".repeat(255);

        assertThat(create("/v1/threads", key, "").body())
                .isEqualTo(create("/v1/threads", key, "").body());
    }

    private Answer create(String path, String key, String body) {
        return api().send("POST", path, BodyPublishers.ofString(body), "Idempotency-Key", key);
    }
}
