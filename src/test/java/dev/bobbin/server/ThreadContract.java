package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.support.ApiClient.Response;
import dev.bobbin.server.support.Server;
import dev.bobbin.server.support.ServerWithTables;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The four endpoints for threads, called over plain HTTP. */
interface ThreadContract extends ServerWithTables {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "null",
                "[]",
                " [ ] ",
                "{\"messages\": []}",
                "{\"metadata\": null, \"tool_resources\": null}"
            })
    default void createsAnEmptyThread(String body) {
        Response created = api().post("/v1/threads", body);

        assertThat(created.status()).isEqualTo(200);
        assertThat(created.id()).matches("thread_[A-Za-z0-9]{24}");
        assertThat(created.body())
                .matches("\\{\"id\":\"thread_\\w+\",\"object\":\"thread\",\"created_at\":\\d{10},"
                        + "\"metadata\":\\{},\"tool_resources\":\\{}}");
        assertThat(api().get("/v1/threads/" + created.id()).body()).isEqualTo(created.body());
    }

    @Test
    default void createsAThreadWithoutABodyOrAContentType() {
        assertThat(api().send("POST", "/v1/threads", BodyPublishers.noBody()).status())
                .isEqualTo(200);
    }

    @Test
    default void createsAThreadWithMessagesInOrder() {
        String thread = "/v1/threads/"
                + api().post(
                                "/v1/threads",
                                "{\"messages\": [" + Server.message("One") + "," + Server.message("Two") + "], "
                                        + "\"metadata\": {\"a\": \"1\"}}")
                        .id();
        api().post(thread + "/messages", Server.message("Three"));

        assertThat(api().get(thread + "/messages?order=asc").texts()).containsExactly("One", "Two", "Three");
        assertThat(api().get(thread).json().get("metadata").toString()).isEqualTo("{\"a\":\"1\"}");
    }

    @Test
    default void returnsGivenFileAndVectorStoreIds() {
        Response created = api().post("/v1/threads", """
                        {"tool_resources": {"code_interpreter": {"file_ids": ["a", "b"]},
                         "file_search": {"vector_store_ids": ["vs_1"], "vector_stores": [{"chunking_strategy":
                         {"type": "static",
                         "static": {"max_chunk_size_tokens": 800, "chunk_overlap_tokens": 400}}}]}}}""");

        assertThat(created.json().get("tool_resources").toString()).isEqualTo("""
                        {"code_interpreter":{"file_ids":["a","b"]},"file_search":{"vector_store_ids":["vs_1"]}}""");
    }

    @Test
    default void returnsTheContentLengthOfALargeThread() {
        String files = Collections.nCopies(20, "\"" + "f".repeat(2000) + "\"").toString();
        Response created = api().post(
                        "/v1/threads", "{\"tool_resources\": {\"code_interpreter\": {\"file_ids\": " + files + "}}}");
        Response retrieved = api().get("/v1/threads/" + created.id());

        assertThat(retrieved.body()).isEqualTo(created.body()).hasSizeGreaterThan(40_000);
        assertThat(retrieved.headers().firstValueAsLong("content-length"))
                .hasValue(retrieved.body().length());
    }

    @Test
    default void returnsAnIdForARequestedVectorStore() {
        Response created =
                api().post("/v1/threads", "{\"tool_resources\": {\"file_search\": {\"vector_stores\": [{}]}}}");

        assertThat(created.json()
                        .at("/tool_resources/file_search/vector_store_ids/0")
                        .stringValue())
                .matches("vs_[0-9a-f]{32}");
    }

    @Test
    default void modifiesGivenFieldsAndKeepsTheOthers() {
        String thread = "/v1/threads/"
                + api().post(
                                "/v1/threads",
                                "{\"metadata\": {\"a\": \"1\"}, \"tool_resources\": {\"code_interpreter\": {}}}")
                        .id();
        Response metadata = api().post(thread, "{\"metadata\": {\"b\": \"2\"}}");
        Response resources = api().post(thread, "{\"tool_resources\": {\"file_search\": {}}}");

        assertThat(metadata.json().get("metadata").toString()).isEqualTo("{\"b\":\"2\"}");
        assertThat(metadata.json().get("tool_resources").toString())
                .isEqualTo("{\"code_interpreter\":{\"file_ids\":[]}}");
        assertThat(resources.json().get("metadata").toString()).isEqualTo("{\"b\":\"2\"}");
        assertThat(resources.json().get("tool_resources").toString())
                .isEqualTo("{\"file_search\":{\"vector_store_ids\":[]}}");
        assertThat(api().get(thread).body()).isEqualTo(resources.body());
    }

    @Test
    default void deletesAThreadWithItsMessages() {
        String thread = threadWith("One", "Two");
        String message =
                thread + "/messages/" + api().get(thread + "/messages").ids().get(0);
        api().delete(thread + "/messages/"
                + api().get(thread + "/messages").ids().get(1));
        Response deleted = api().delete(thread);
        String id = thread.replace("/v1/threads/", "");

        assertThat(deleted.body()).isEqualTo("{\"id\":\"" + id + "\",\"object\":\"thread.deleted\",\"deleted\":true}");
        assertThat(List.of(
                        api().get(thread),
                        api().post(thread, "{}"),
                        api().delete(thread),
                        api().get(thread + "/messages"),
                        api().post(thread + "/messages", Server.message("Three")),
                        api().get(message),
                        api().post(message, "{}"),
                        api().delete(message)))
                .allSatisfy(response -> {
                    assertThat(response.status()).isEqualTo(404);
                    assertThat(response.message()).isEqualTo("No thread found with id '" + id + "'.");
                });
    }

    @Test
    default void createsNothingWhenOneMessageIsInvalid() {
        long before = count("threads");
        Response rejected = api().post(
                        "/v1/threads",
                        "{\"messages\": [" + Server.message("One") + "," + Server.message("Two")
                                + ", {\"role\": \"user\"}]}");

        assertThat(rejected.param()).isEqualTo("messages[2].content");
        assertThat(count("threads")).isEqualTo(before);
    }
}
