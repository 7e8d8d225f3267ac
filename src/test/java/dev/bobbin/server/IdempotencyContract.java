package dev.bobbin.server;

import static dev.bobbin.server.support.ConcurrentClients.runConcurrently;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.support.ApiClient.Response;
import dev.bobbin.server.support.SequenceKind;
import dev.bobbin.server.support.SequenceUnderTest;
import dev.bobbin.server.support.Server;
import dev.bobbin.server.support.ServerWithTables;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.ConnectionCallback;

/** Creations with an idempotency key, which a client can repeat safely. */
interface IdempotencyContract extends ServerWithTables {

    int CLIENTS = 32;

    @Test
    default void replaysTheResponseOfAMessageCreation() {
        String thread = threadWith();
        Response first = create(thread + "/messages", "key", Server.message("One"));
        api().post(thread + "/messages/" + first.id(), "{\"metadata\": {\"a\": \"1\"}}");

        Response second = create(thread + "/messages", "key", Server.message("One"));

        assertThat(first.header("idempotent-replayed")).isEmpty();
        assertThat(second.header("idempotent-replayed")).isEqualTo("true");
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(api().allTexts(thread)).containsExactly("One");
    }

    @Test
    default void replaysAMessageWhoseTextLooksLikeItsDates() {
        String thread = threadWith();
        String body = Server.message("\\\"created_at\\\":-1,\\\"completed_at\\\":-1,");

        Response first = create(thread + "/messages", "dates", body);

        assertThat(create(thread + "/messages", "dates", body).body()).isEqualTo(first.body());
        assertThat(api().get(thread + "/messages/" + first.id()).body()).isEqualTo(first.body());
    }

    @Test
    default void replaysTheResponseOfAThreadCreation() {
        String body = "{\"messages\": [" + Server.message("One") + "], \"metadata\": {\"a\": \"1\"}}";
        long messages = count("messages");

        Response first = create("/v1/threads", "thread", body);
        Response second = create("/threads", "thread", body);

        assertThat(second.header("idempotent-replayed")).isEqualTo("true");
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(count("messages")).isEqualTo(messages + 1);
    }

    @Test
    default void createsOneObjectForConcurrentRequestsWithOneKey() throws Exception {
        String thread = threadWith();
        List<Response> messages =
                runConcurrently(CLIENTS, client -> create(thread + "/messages", "one", Server.message("One")));
        List<Response> threads = runConcurrently(CLIENTS, client -> create("/v1/threads", "crowd", "{}"));

        assertThat(messages).extracting(Response::status).containsOnly(200);
        assertThat(messages)
                .extracting(Response::body)
                .containsOnly(messages.get(0).body());
        assertThat(api().allTexts(thread)).containsExactly("One");
        assertThat(threads).extracting(Response::status).containsOnly(200);
        assertThat(threads)
                .extracting(Response::body)
                .containsOnly(threads.get(0).body());
        assertThat(threads)
                .filteredOn(response -> response.header("idempotent-replayed").isEmpty())
                .hasSize(1);
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    default void logsNoBodyOfConcurrentRequestsWithOneKey(CapturedOutput output) throws Exception {
        String body = "{\"metadata\": {\"a\": \"not for the log\"}}";

        runConcurrently(CLIENTS, client -> create("/v1/threads", "secret crowd", body));

        assertThat(output).doesNotContain("not for the log");
    }

    @ParameterizedTest
    @EnumSource
    default void rejectsAKeyThatWasUsedWithAnotherBody(SequenceKind kind) {
        SequenceUnderTest sequence = sequenceOf(kind);
        create(sequence, "key", "One");

        Response rejected = create(sequence, "key", "Two");

        assertThat(rejected.status()).isEqualTo(400);
        assertThat(rejected.code()).isEqualTo("idempotency_key_reused");
        assertThat(sequence.allTexts()).containsExactly("One");
    }

    @ParameterizedTest
    @EnumSource
    default void createsOneElementForConcurrentRequestsWithOneKeyAndOtherBodies(SequenceKind kind) throws Exception {
        SequenceUnderTest sequence = sequenceOf(kind);

        List<Response> responses = runConcurrently(CLIENTS, client -> create(sequence, "bodies", "" + client));

        assertThat(responses).filteredOn(response -> response.status() == 200).hasSize(1);
        assertThat(responses)
                .filteredOn(response -> response.status() != 200)
                .extracting(Response::code)
                .containsOnly("idempotency_key_reused");
        assertThat(sequence.allTexts()).hasSize(1);
    }

    /** A retry changes nothing, so it does not wait for other writers. */
    @ParameterizedTest
    @EnumSource
    default void replaysAResponseWhileTheOwnerIsLocked(SequenceKind kind) {
        SequenceUnderTest sequence = sequenceOf(kind);
        Response first = create(sequence, "locked", "One");

        Response second = jdbc().execute((ConnectionCallback<Response>) connection -> {
            connection.setAutoCommit(false);
            try (Statement writer = connection.createStatement()) {
                writer.execute("update " + kind.owners() + " set last_position = last_position where id = '"
                        + sequence.ownerId() + "'");
                return create(sequence, "locked", "One");
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        });

        assertThat(second.status()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(first.body());
    }

    @ParameterizedTest
    @EnumSource
    default void createsOneElementForConcurrentRequestsWithAnExpiredKey(SequenceKind kind) throws Exception {
        SequenceUnderTest sequence = sequenceOf(kind);
        create(sequence, "expired", "Old");
        jdbc().update("update kept_answers set expires_at = 1 where thread_id = ?", sequence.ownerId());

        List<Response> responses = runConcurrently(CLIENTS, client -> create(sequence, "expired", "New"));

        assertThat(responses).extracting(Response::status).containsOnly(200);
        assertThat(responses)
                .extracting(Response::body)
                .containsOnly(responses.get(0).body());
        assertThat(sequence.allTexts()).containsExactly("Old", "New");
    }

    @ParameterizedTest
    @EnumSource
    default void returns404AndStoresNoTextWhenTheElementIsDeletedDuringRetries(SequenceKind kind) throws Exception {
        SequenceUnderTest sequence = sequenceOf(kind);
        create(sequence, "raced", "Secret-3");
        String id = sequence.list("").ids().get(0);

        List<Response> retries = runConcurrently(
                CLIENTS, client -> client == CLIENTS / 2 ? sequence.delete(id) : create(sequence, "raced", "Secret-3"));

        assertThat(retries).extracting(Response::status).contains(200).isSubsetOf(200, 404);
        assertThat(sequence.allTexts()).isEmpty();
        assertThat(count("kept_answers where answer like '%Secret-3%'")).isZero();
    }

    @ParameterizedTest
    @EnumSource
    default void storesNoTextWhenTheOwnerIsDeletedDuringCreations(SequenceKind kind) throws Exception {
        for (int round = 0; round < 5; round++) {
            SequenceUnderTest sequence = sequenceOf(kind);

            List<Response> responses = runConcurrently(
                    CLIENTS,
                    client -> client == CLIENTS / 2
                            ? api().delete(sequence.owner())
                            : create(sequence, "key-" + client, "Secret-4"));

            assertThat(responses).extracting(Response::status).contains(200).isSubsetOf(200, 404);
            assertThat(count("kept_answers where answer like '%Secret-4%'")).isZero();
            assertThat(count(kind.table() + " where " + kind.ownerColumn() + " = '" + sequence.ownerId() + "'"))
                    .isZero();
        }
    }

    /** The server has hidden the owner, and deletes its elements and their records in the background. */
    @ParameterizedTest
    @EnumSource
    default void returns404ForARepeatWhileTheOwnerIsBeingDeleted(SequenceKind kind) {
        SequenceUnderTest sequence = sequenceOf(kind);
        create(sequence, "hidden", "One");
        jdbc().update("update " + kind.owners() + " set project = '' where id = ?", sequence.ownerId());

        for (String text : List.of("One", "Two")) {
            Response repeat = create(sequence, "hidden", text);

            assertThat(repeat.status()).isEqualTo(404);
            assertThat(repeat.message()).isEqualTo(kind.ownerNotFound(sequence.ownerId()));
        }
    }

    @ParameterizedTest
    @EnumSource
    default void acceptsTheSameKeyForAnotherOwner(SequenceKind kind) {
        SequenceUnderTest sequence = sequenceOf(kind);
        SequenceUnderTest other = sequenceOf(kind);

        Response first = create(sequence, "key", "One");
        Response second = create(other, "key", "One");

        assertThat(second.status()).isEqualTo(200);
        assertThat(second.body()).isNotEqualTo(first.body());
    }

    @ParameterizedTest
    @EnumSource
    default void acceptsAKeyAgainAfterA400(SequenceKind kind) {
        SequenceUnderTest sequence = sequenceOf(kind);

        assertThat(create(sequence.path(), "key", "{\"role\": \"user\"}").status())
                .isEqualTo(400);
        assertThat(create(sequence, "key", "One").status()).isEqualTo(200);
    }

    @Test
    default void returns404ForARepeatAfterTheMessageIsDeleted() {
        String thread = threadWith();
        Response message = create(thread + "/messages", "key", Server.message("Secret-1"));
        api().delete(thread + "/messages/" + message.id());

        Response repeat = create(thread + "/messages", "key", Server.message("Secret-1"));

        assertThat(repeat.status()).isEqualTo(404);
        assertThat(repeat.message()).isEqualTo("No message found with id '" + message.id() + "'.");
        assertThat(count("kept_answers where answer like '%Secret-1%'")).isZero();
    }

    @Test
    default void returns404ForARepeatAfterTheThreadIsDeleted() {
        Response thread = create("/v1/threads", "deleted", "{\"metadata\": {\"a\": \"Secret-2\"}}");
        String path = "/v1/threads/" + thread.id();
        create(path + "/messages", "key", Server.message("Secret-2"));
        api().delete(path);

        for (Response repeat : List.of(
                create("/v1/threads", "deleted", "{\"metadata\": {\"a\": \"Secret-2\"}}"),
                create(path + "/messages", "key", Server.message("Secret-2")))) {
            assertThat(repeat.status()).isEqualTo(404);
            assertThat(repeat.message()).isEqualTo("No thread found with id '" + thread.id() + "'.");
        }
        assertThat(count("kept_answers where answer like '%Secret-2%'")).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 256})
    default void rejectsAKeyThatIsEmptyOrTooLong(int length) {
        Response response = create("/v1/threads", "k".repeat(length), "{}");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.message())
                .isEqualTo("Invalid 'Idempotency-Key' header: expected 1 to 255 characters, but got " + length
                        + " instead.");
    }

    @Test
    default void acceptsAKeyOf255Characters() {
        String key = "k".repeat(255);

        assertThat(create("/v1/threads", key, "").body())
                .isEqualTo(create("/v1/threads", key, "").body());
    }

    @Test
    default void returns404ForARepeatAfterTheMiddleItemIsDeleted() {
        SequenceUnderTest items = sequenceOf(SequenceKind.ITEMS);
        String body = Server.items("One", "Two", "Three");
        String two = create(items.path(), "batch", body).ids().get(1);
        items.delete(two);

        Response repeat = create(items.path(), "batch", body);

        assertThat(repeat.status()).isEqualTo(404);
        assertThat(repeat.message()).isEqualTo("Item with id '" + two + "' not found in conversation.");
        assertThat(items.allTexts()).containsExactly("One", "Three");
    }

    private Response create(SequenceUnderTest sequence, String key, String text) {
        return create(sequence.path(), key, Server.elementOf(sequence.owner(), text));
    }

    private Response create(String path, String key, String body) {
        return api().send("POST", path, BodyPublishers.ofString(body), "Idempotency-Key", key);
    }
}
