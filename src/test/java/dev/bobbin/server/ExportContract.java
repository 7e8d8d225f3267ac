package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.support.ApiClient.Response;
import dev.bobbin.server.support.Server;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The export of threads. Tests select their own threads by metadata. */
interface ExportContract extends Server {

    @Test
    default void exportsAThreadAndItsMessagesByteForByte() {
        String thread = threadWith("One", "Two ☃", "Three");
        String expected = api().get(thread).body() + "\n" + messagesOf(thread);

        assertThat(api().get(thread + "/export").body()).isEqualTo(expected);
    }

    @Test
    default void letsABrowserSaveAnExportAsAFile() {
        String thread = threadWith();

        assertThat(api().get(thread + "/export").header("content-disposition"))
                .isEqualTo("attachment; filename=\"export.jsonl\"");
        assertThat(api().get(thread).header("content-disposition")).isEmpty();
        assertThat(api().get("/v1/threads/thread_none/export").header("content-disposition"))
                .isEmpty();
    }

    @Test
    default void exportsAThreadWithoutMessagesAsOneLine() {
        String thread = threadWith();

        assertThat(api().get(thread + "/export").body())
                .isEqualTo(api().get(thread).body() + "\n");
    }

    @Test
    default void exportsSelectedThreadsOldestFirst() {
        String run = UUID.randomUUID().toString();
        List<String> threads = IntStream.range(0, 45)
                .mapToObj(i -> "/v1/threads/"
                        + api().post(
                                        "/v1/threads",
                                        "{\"messages\": [" + Server.message("Number " + i)
                                                + "], \"metadata\": {\"run\": \"" + run + "\"}}")
                                .id())
                .toList();
        String filter = "metadata[run]=" + run;
        String expected = api().get("/v1/threads?order=asc&limit=100&" + filter).ids().stream()
                .map(id -> api().get("/v1/threads/" + id).body() + "\n" + messagesOf("/v1/threads/" + id))
                .reduce("", String::concat);

        Response export = api().get("/v1/threads/export?" + filter);

        assertThat(export.body()).isEqualTo(expected);
        assertThat(export.body().lines()).hasSize(2 * threads.size());
    }

    @Test
    default void exportsEveryMessageOfALongThreadOnce() {
        String thread =
                threadWith(IntStream.range(0, 250).mapToObj(Integer::toString).toArray(String[]::new));

        assertThat(api().get(thread + "/export").body().lines().skip(1).map(ExportContract::textOf))
                .containsExactlyElementsOf(api().allTexts(thread));
    }

    @Test
    default void exportsLargeMessagesBetweenSmallOnes() {
        String large = "x".repeat(200_000);
        String thread = threadWith("One", large, "Two", large, large, "Three");

        assertThat(api().get(thread + "/export").body().lines().skip(1).map(ExportContract::textOf))
                .containsExactly("One", large, "Two", large, large, "Three");
    }

    @Test
    default void leavesOutDeletedMessages() {
        String thread = threadWith("One", "Two", "Three");
        String second = api().get(thread + "/messages").ids().get(1);
        api().delete(thread + "/messages/" + second);

        assertThat(api().get(thread + "/export").body().lines().skip(1).map(ExportContract::textOf))
                .containsExactly("One", "Three");
    }

    @Test
    default void returnsAnEmptyBodyIfNoThreadIsSelected() {
        Response export = api().get("/v1/threads/export?metadata[run]=" + UUID.randomUUID());

        assertThat(export.status()).isEqualTo(200);
        assertThat(export.body()).isEmpty();
    }

    @Test
    default void ignoresTheParametersOfPages() {
        String thread = threadWith("One", "Two");

        assertThat(api().get(thread + "/export?limit=1&order=desc&after=x&before=y")
                        .body())
                .isEqualTo(api().get(thread + "/export").body());
    }

    @Test
    default void rejectsAnInvalidFilter() {
        Response export = api().get("/v1/threads/export?metadata=x");

        assertThat(export.status()).isEqualTo(400);
        assertThat(export.param()).isEqualTo("metadata");
    }

    @Test
    default void returns404ForTheExportOfAnUnknownThread() {
        Response export = api().get("/v1/threads/thread_unknown/export");

        assertThat(export.status()).isEqualTo(404);
        assertThat(export.message()).isEqualTo("No thread found with id 'thread_unknown'.");
    }

    @Test
    default void rejectsTheExportOfAMalformedId() {
        assertThat(api().get("/v1/threads/export/export").param()).isEqualTo("thread_id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/v1", "/openai", "/openai/v1"})
    default void exportsUnderEveryPrefix(String prefix) {
        String thread = threadWith("One").replaceFirst("/v1", prefix);

        assertThat(api().get(thread + "/export").body().lines()).hasSize(2);
        assertThat(api().get(prefix + "/threads/export?metadata[a]=b").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
    default void rejectsOtherMethodsOfAnExport(String method) {
        for (String path : List.of("/v1/threads/export", threadWith() + "/export")) {
            Response response = api().send(method, path, BodyPublishers.noBody());

            assertThat(response.status()).isEqualTo(405);
            assertThat(response.header("allow")).contains("GET");
        }
    }

    private String messagesOf(String thread) {
        return api().get(thread + "/messages?order=asc&limit=100").ids().stream()
                .map(id -> api().get(thread + "/messages/" + id).body() + "\n")
                .reduce("", String::concat);
    }

    private static String textOf(String line) {
        return JsonMapper.shared().readTree(line).at("/content/0/text/value").stringValue();
    }
}
