package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.support.ApiClient.Response;
import dev.bobbin.server.support.Server;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The export of conversations. Tests select their own conversations by metadata. */
interface ConversationExportContract extends Server {

    @Test
    default void exportsAConversationAndItsItemsByteForByte() {
        String conversation = conversation(
                "{\"role\":\"user\",\"content\":\"Two ☃\"}",
                "{\"type\":\"function_call\",\"call_id\":\"c\",\"name\":\"f\",\"arguments\":\"{}\"}",
                "{\"type\":\"tool_search_call\",\"arguments\":{\"z\":-0.0,\"a\":1e5,\"n\":null}}");
        String expected = api().get(conversation).body() + "\n" + itemsOf(conversation);

        assertThat(api().get(conversation + "/export").body()).isEqualTo(expected);
    }

    @Test
    default void exportsAConversationWithoutItemsAsOneLine() {
        String conversation = conversation();

        assertThat(api().get(conversation + "/export").body())
                .isEqualTo(api().get(conversation).body() + "\n");
    }

    @Test
    default void exportsSelectedConversationsOldestFirst() {
        String run = UUID.randomUUID().toString();
        List<String> conversations = IntStream.range(0, 25)
                .mapToObj(i -> api().post(
                                "/v1/conversations",
                                "{\"items\":[" + message("Number " + i) + "],\"metadata\":{\"run\":\"" + run + "\"}}")
                        .id())
                .toList();
        String filter = "metadata[run]=" + run;
        String expected = api().get("/v1/conversations?order=asc&limit=100&" + filter).ids().stream()
                .map(id -> "/v1/conversations/" + id)
                .map(conversation -> api().get(conversation).body() + "\n" + itemsOf(conversation))
                .collect(Collectors.joining());

        Response export = api().get("/v1/conversations/export?" + filter);

        assertThat(export.body()).isEqualTo(expected);
        assertThat(export.body().lines()).hasSize(2 * conversations.size());
    }

    @Test
    default void exportsEveryItemOfALongConversationOnce() {
        String conversation = conversation();
        List<String> texts = IntStream.range(0, 250).mapToObj(Integer::toString).toList();
        for (int i = 0; i < 250; i += 10) {
            api().post(
                            conversation + "/items",
                            items(texts.subList(i, i + 10).stream().map(ConversationExportContract::message)));
        }

        assertThat(texts(api().get(conversation + "/export"))).containsExactlyElementsOf(texts);
    }

    @Test
    default void exportsLargeItemsBetweenSmallOnes() {
        String large = "x".repeat(200_000);
        String conversation = conversation(message("One"), message(large), message(large), message("Two"));

        assertThat(texts(api().get(conversation + "/export"))).containsExactly("One", large, large, "Two");
    }

    @Test
    default void leavesOutDeletedItems() {
        String conversation = conversation(message("One"), message("Two"), message("Three"));
        String second = api().get(conversation + "/items").ids().get(1);
        api().delete(conversation + "/items/" + second);

        assertThat(texts(api().get(conversation + "/export"))).containsExactly("One", "Three");
    }

    @Test
    default void returnsAnEmptyBodyIfNoConversationIsSelected() {
        Response export = api().get("/v1/conversations/export?metadata[run]=" + UUID.randomUUID());

        assertThat(export.status()).isEqualTo(200);
        assertThat(export.body()).isEmpty();
    }

    @Test
    default void ignoresTheParametersOfAListOfConversations() {
        String conversation = conversation(message("One"), message("Two"));

        assertThat(api().get(conversation + "/export?limit=1&order=desc&after=x&before=y")
                        .body())
                .isEqualTo(api().get(conversation + "/export").body());
    }

    @Test
    default void rejectsAnInvalidFilterOfConversations() {
        Response export = api().get("/v1/conversations/export?metadata=x");

        assertThat(export.status()).isEqualTo(400);
        assertThat(export.param()).isEqualTo("metadata");
    }

    @Test
    default void returns404ForTheExportOfAnUnknownConversation() {
        Response export = api().get("/v1/conversations/conv_unknown/export");

        assertThat(export.status()).isEqualTo(404);
        assertThat(export.message()).isEqualTo("Conversation with id 'conv_unknown' not found.");
    }

    @Test
    default void rejectsTheExportOfAMalformedConversationId() {
        assertThat(api().get("/v1/conversations/export/export").param()).isEqualTo("conversation_id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/v1", "/openai", "/openai/v1"})
    default void exportsConversationsUnderEveryPrefix(String prefix) {
        String conversation = conversation(message("One")).replaceFirst("/v1", prefix);

        assertThat(api().get(conversation + "/export").body().lines()).hasSize(2);
        assertThat(api().get(prefix + "/conversations/export?metadata[a]=b").status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
    default void rejectsOtherMethodsOfAnExportOfConversations(String method) {
        for (String path : List.of("/v1/conversations/export", conversation() + "/export")) {
            Response response = api().send(method, path, BodyPublishers.noBody());

            assertThat(response.status()).isEqualTo(405);
            assertThat(response.header("allow")).contains("GET");
        }
    }

    private String conversation(String... items) {
        return "/v1/conversations/"
                + api().post("/v1/conversations", items(Stream.of(items))).id();
    }

    private static String items(Stream<String> items) {
        return items.collect(Collectors.joining(",", "{\"items\":[", "]}"));
    }

    private static String message(String text) {
        return "{\"role\":\"user\",\"content\":\"" + text + "\"}";
    }

    private String itemsOf(String conversation) {
        String id = conversation.substring(conversation.lastIndexOf('/') + 1);
        return api().get(conversation + "/items?order=asc&limit=100").ids().stream()
                .map(item -> "{\"conversation_id\":\"" + id + "\",\"item\":"
                        + api().get(conversation + "/items/" + item).body() + "}\n")
                .collect(Collectors.joining());
    }

    private static List<String> texts(Response export) {
        return export.body()
                .lines()
                .skip(1)
                .map(line -> JsonMapper.shared()
                        .readTree(line)
                        .at("/item/content/0/text")
                        .stringValue())
                .toList();
    }
}
