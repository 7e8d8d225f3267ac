package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bobbin.server.support.ApiClient.Response;
import dev.bobbin.server.support.Server;
import dev.bobbin.server.support.ServerWithTables;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The five endpoints for messages, called over plain HTTP. */
interface MessageContract extends ServerWithTables {

    @Test
    default void returnsEveryFieldOfACreatedMessage() {
        String thread = threadWith();
        Response created = api().post(thread + "/messages", """
                        {"role": "user", "content": "Hello 🧵", "metadata": {"b": "1", "a": ""},
                         "attachments": [{"file_id": "file-1", "tools": [{"type": "file_search"}]},
                                         {"file_id": "file-1", "tools": []}]}""");
        String threadId = thread.replace("/v1/threads/", "");
        long createdAt = created.json().get("created_at").longValue();

        assertThat(created.status()).isEqualTo(200);
        assertThat(created.id()).matches("msg_[A-Za-z0-9]{24}");
        assertThat(createdAt).isBetween(System.currentTimeMillis() / 1000 - 60, System.currentTimeMillis() / 1000);
        String expected = """
                        {"id":"%s","object":"thread.message","created_at":%d,"assistant_id":null,"thread_id":"%s",\
                        "run_id":null,"status":"completed","incomplete_details":null,"incomplete_at":null,\
                        "completed_at":%d,"role":"user",\
                        "content":[{"type":"text","text":{"value":"Hello 🧵","annotations":[]}}],\
                        "attachments":[{"file_id":"file-1","tools":[{"type":"file_search"}]},\
                        {"file_id":"file-1","tools":[]}],"metadata":{"b":"1","a":""}}""";
        assertThat(created.body()).isEqualTo(expected.formatted(created.id(), createdAt, threadId, createdAt));
    }

    @Test
    default void retrievesACreatedMessage() {
        String thread = threadWith();
        Response created = api().post(thread + "/messages", Server.message("Hello"));

        assertThat(api().get(thread + "/messages/" + created.id()).body()).isEqualTo(created.body());
    }

    @Test
    default void keepsContentPartsInOrder() {
        Response created = api().post(threadWith() + "/messages", """
                        {"role": "assistant", "content": [
                            {"type": "text", "text": "One"},
                            {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}},
                            {"type": "image_file", "image_file": {"file_id": "file-1", "detail": "low"}},
                            {"type": "text", "text": "Two"}]}""");

        assertThat(created.json().get("content").toString()).isEqualTo("""
                        [{"type":"text","text":{"value":"One","annotations":[]}},\
                        {"type":"image_url","image_url":{"url":"https://example.com/a.png","detail":"auto"}},\
                        {"type":"image_file","image_file":{"file_id":"file-1","detail":"low"}},\
                        {"type":"text","text":{"value":"Two","annotations":[]}}]""");
    }

    @Test
    default void keepsTheFileIdsOfAzure() {
        Response created = api().post(threadWith() + "/messages", """
                        {"role": "user",
                         "content": [{"type": "image_file", "image_file": {"file_id": "assistant-1a2B"}}],
                         "attachments": [{"file_id": "assistant-3c4D", "tools": [{"type": "file_search"}]}]}""");

        assertThat(created.status()).isEqualTo(200);
        assertThat(created.json().at("/content/0/image_file/file_id").stringValue())
                .isEqualTo("assistant-1a2B");
        assertThat(created.json().at("/attachments/0/file_id").stringValue()).isEqualTo("assistant-3c4D");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"  padded  ", "line\\r\\nbreak\\ttab", "e\u0301 é", "שלום", "👩‍👩‍👧‍👦", "\\\"quoted\\\" \\\\"
            })
    default void returnsTextUnchanged(String text) {
        String thread = threadWith(text);

        assertThat(api().get(thread + "/messages").texts())
                .containsExactly(text.replace("\\r", "\r")
                        .replace("\\n", "\n")
                        .replace("\\t", "\t")
                        .replace("\\\"", "\"")
                        .replace("\\\\", "\\"));
    }

    @Test
    default void storesATextOf256000CodePoints() {
        String thread = threadWith();
        String longest = "🧵".repeat(256_000);
        Response created = api().post(thread + "/messages", Server.message(longest));

        assertThat(api().get(thread + "/messages/" + created.id()).text()).isEqualTo(longest);
    }

    @Test
    default void modifiesOnlyTheMetadata() {
        String thread = threadWith("One", "Two");
        Response before = api().get(thread + "/messages?order=asc");
        String message = thread + "/messages/" + before.ids().get(0);
        api().post(message, "{\"metadata\": {\"old\": \"1\"}}");
        Response modified = api().post(message, "{\"metadata\": {\"new\": \"2\"}}");

        assertThat(modified.json().get("metadata").toString()).isEqualTo("{\"new\":\"2\"}");
        assertThat(api().get(message).body()).isEqualTo(modified.body());
        assertThat(api().get(thread + "/messages?order=asc").body())
                .isEqualTo(before.body().replaceFirst("\"metadata\":\\{}", "\"metadata\":{\"new\":\"2\"}"));
    }

    @Test
    default void keepsAbsentMetadataAndClearsNullMetadata() {
        String thread = threadWith("One");
        String message =
                thread + "/messages/" + api().get(thread + "/messages").ids().get(0);
        api().post(message, "{\"metadata\": {\"a\": \"1\"}}");

        assertThat(api().post(message, "{}").json().get("metadata").toString()).isEqualTo("{\"a\":\"1\"}");
        assertThat(api().post(message, "{\"metadata\": null}")
                        .json()
                        .get("metadata")
                        .toString())
                .isEqualTo("{}");
    }

    @Test
    default void deletesAMessageAndKeepsTheOrderOfTheOthers() {
        String thread = threadWith("One", "Two", "Three");
        String two = api().get(thread + "/messages").ids().get(1);
        Response deleted = api().delete(thread + "/messages/" + two);

        assertThat(deleted.body())
                .isEqualTo("{\"id\":\"" + two + "\",\"object\":\"thread.message.deleted\",\"deleted\":true}");
        assertThat(api().get(thread + "/messages").texts()).containsExactly("Three", "One");
        assertThat(api().get(thread + "/messages/" + two).message())
                .isEqualTo("No message found with id '" + two + "'.");
        assertThat(api().delete(thread + "/messages/" + two).status()).isEqualTo(404);
    }

    @Test
    default void returns404ForAMessageOfAnotherThread() {
        String thread = threadWith("Own");
        String id = api().get(thread + "/messages").ids().get(0);
        String pathInAnotherThread = threadWith() + "/messages/" + id;
        String sentence = "No message found with id '" + id + "'.";

        assertThat(api().get(pathInAnotherThread).message()).isEqualTo(sentence);
        assertThat(api().post(pathInAnotherThread, "{\"metadata\": {\"a\": \"1\"}}")
                        .message())
                .isEqualTo(sentence);
        assertThat(api().delete(pathInAnotherThread).message()).isEqualTo(sentence);
        assertThat(api().get(thread + "/messages/" + id).json().get("metadata").toString())
                .isEqualTo("{}");
    }

    @Test
    default void reportsAMissingThreadBeforeAMissingMessage() {
        List<Response> responses = List.of(
                api().get("/v1/threads/thread_none/messages"),
                api().post("/v1/threads/thread_none/messages", Server.message("Hello")),
                api().get("/v1/threads/thread_none/messages/msg_none"),
                api().post("/v1/threads/thread_none/messages/msg_none", "{}"),
                api().delete("/v1/threads/thread_none/messages/msg_none"));

        assertThat(responses).allSatisfy(response -> {
            assertThat(response.status()).isEqualTo(404);
            assertThat(response.body()).isEqualTo("""
                            {"error":{"message":"No thread found with id 'thread_none'.",\
                            "type":"invalid_request_error","param":null,"code":null}}""");
        });
    }

    @Test
    default void setsCreatedAtAfterTheWaitForAnotherWriter() throws Exception {
        String thread = threadWith();
        String id = thread.replace("/v1/threads/", "");
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (Connection slowWriter = connect()) {
            slowWriter.setAutoCommit(false);
            slowWriter.createStatement().execute("update threads set last_position = 0 where id = '" + id + "'");
            Future<Response> next = executor.submit(() -> api().post(thread + "/messages", Server.message("One")));
            assertThatThrownBy(() -> next.get(1500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            long released = System.currentTimeMillis() / 1000;
            slowWriter.commit();

            assertThat(next.get().json().get("created_at").longValue()).isGreaterThanOrEqualTo(released);
        } finally {
            executor.shutdown();
        }
    }
}
