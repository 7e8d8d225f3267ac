package dev.bobbin.server;

import static dev.bobbin.server.support.ConcurrentClients.runConcurrently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bobbin.server.support.ApiClient.Response;
import dev.bobbin.server.support.Server;
import dev.bobbin.server.support.ServerWithTables;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The five endpoints for conversations, called over plain HTTP. */
interface ConversationContract extends ServerWithTables {

    String CONVERSATIONS = "/v1/conversations";

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "null", "{\"items\": []}", "{\"items\": null, \"metadata\": null}"})
    default void createsAnEmptyConversation(String body) {
        Response created = api().post(CONVERSATIONS, body);

        assertThat(created.status()).isEqualTo(200);
        assertThat(created.body())
                .matches("\\{\"id\":\"conv_[0-9a-f]{48}\",\"object\":\"conversation\",\"created_at\":\\d{10},"
                        + "\"metadata\":\\{}}");
        assertThat(api().get(CONVERSATIONS + "/" + created.id()).body()).isEqualTo(created.body());
        assertThat(api().get(CONVERSATIONS + "/" + created.id() + "/items").body())
                .isEqualTo("{\"object\":\"list\",\"data\":[],\"first_id\":null,\"last_id\":null,\"has_more\":false}");
    }

    @Test
    default void createsAConversationWithoutABodyOrAContentType() {
        assertThat(api().send("POST", CONVERSATIONS, BodyPublishers.noBody()).status())
                .isEqualTo(200);
    }

    @Test
    default void createsAConversationWithItemsInOrder() {
        String conversation = CONVERSATIONS + "/"
                + api().post(
                                CONVERSATIONS,
                                "{\"metadata\": {\"a\": \"1\"}, "
                                        + Server.items("One", "Two").substring(1))
                        .id();
        api().post(conversation + "/items", Server.items("Three"));

        assertThat(api().get(conversation + "/items?order=asc").texts()).containsExactly("One", "Two", "Three");
        assertThat(api().get(conversation).json().get("metadata").toString()).isEqualTo("{\"a\":\"1\"}");
    }

    @Test
    default void createsNoConversationWithAnInvalidItem() {
        long conversations = count("conversations");
        Response rejected = api().post(CONVERSATIONS, """
                        {"items": [{"role": "user", "content": "One"}, {"role": "user", "content": "Two"},
                         {"role": "user"}]}""");
        Response unknownReference = api().post(CONVERSATIONS, "{\"items\": [{\"id\": \"msg_1\"}]}");
        Response repeatedId = api().post(CONVERSATIONS, """
                        {"items": [{"id": "msg_1", "role": "user", "content": "One"},
                         {"id": "msg_1", "role": "user", "content": "Two"}]}""");

        assertThat(rejected.status()).isEqualTo(400);
        assertThat(rejected.param()).isEqualTo("items[2].content");
        assertThat(unknownReference.status()).isEqualTo(404);
        assertThat(repeatedId.code()).isEqualTo("item_already_in_conversation");
        assertThat(count("conversations")).isEqualTo(conversations);
    }

    @Test
    default void replacesTheMetadata() {
        String conversation = conversationWith("One");
        api().post(conversation, "{\"metadata\": {\"a\": \"1\", \"b\": \"2\"}}");

        Response updated = api().post(conversation, "{\"metadata\": {\"c\": \"3\"}}");

        assertThat(updated.status()).isEqualTo(200);
        assertThat(updated.json().get("metadata").toString()).isEqualTo("{\"c\":\"3\"}");
        assertThat(api().get(conversation).body()).isEqualTo(updated.body());
        assertThat(api().get(conversation + "/items").texts()).containsExactly("One");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
                    ``                       | missing_required_parameter | Missing required parameter: 'metadata'.
                    {}                       | missing_required_parameter | Missing required parameter: 'metadata'.
                    {"metadata": null}       | invalid_type | Invalid type for 'metadata': expected a metadata object, but got null instead.
                    """)
    default void keepsTheMetadataIfAnUpdateHasNone(String body, String code, String message) {
        String conversation = conversationWith();
        api().post(conversation, "{\"metadata\": {\"a\": \"1\"}}");

        Response rejected = api().post(conversation, body);

        assertThat(rejected.status()).isEqualTo(400);
        assertThat(rejected.message()).isEqualTo(message);
        assertThat(rejected.param()).isEqualTo("metadata");
        assertThat(rejected.code()).isEqualTo(code);
        assertThat(api().get(conversation).json().get("metadata").toString()).isEqualTo("{\"a\":\"1\"}");
    }

    /** The limits are in code points, not in UTF-16 units or bytes. */
    @Test
    default void storesMetadataOf512CodePoints() {
        String conversation = conversationWith();
        String longest = "🧵".repeat(512);

        assertThat(api().post(conversation, "{\"metadata\": {\"" + "🧵".repeat(64) + "\": \"" + longest + "\"}}")
                        .status())
                .isEqualTo(200);
        assertThat(api().get(conversation).body()).contains(longest);
        assertThat(api().post(conversation, "{\"metadata\": {\"a\": \"" + longest + "a\"}}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    default void deletesAConversationAndItsItems() {
        String conversation = conversationWith("One", "Two");
        String id = idOf(conversation);
        List<String> items = api().get(conversation + "/items").ids();
        api().delete(conversation + "/items/" + items.get(0));

        assertThat(api().delete(conversation).body())
                .isEqualTo("{\"id\":\"" + id + "\",\"object\":\"conversation.deleted\",\"deleted\":true}");
        assertThat(List.of(
                        api().get(conversation),
                        api().post(conversation, "{\"metadata\": {}}"),
                        api().delete(conversation),
                        api().post(conversation + "/items", Server.items("Three")),
                        api().post(conversation + "/items", "{\"items\": []}"),
                        api().get(conversation + "/items"),
                        api().get(conversation + "/items?after=" + items.get(0)),
                        api().get(conversation + "/items/" + items.get(1)),
                        api().delete(conversation + "/items/" + items.get(1))))
                .allSatisfy(response -> {
                    assertThat(response.status()).isEqualTo(404);
                    assertThat(response.body()).isEqualTo("""
                            {"error":{"message":"Conversation with id '%s' not found.",\
                            "type":"invalid_request_error","param":null,"code":null}}""".formatted(id));
                });
        assertThat(count("conversation_items where conversation_id = '" + id + "'"))
                .isZero();
        assertThat(count("conversation_item_tombstones where conversation_id = '" + id + "'"))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"undefined", "items", "thread_1"})
    default void rejectsAnIdWithoutThePrefix(String id) {
        String conversation = CONVERSATIONS + "/" + id;

        assertThat(List.of(
                        api().get(conversation),
                        api().post(conversation, "{\"metadata\": {}}"),
                        api().delete(conversation),
                        api().post(conversation + "/items", Server.items("One")),
                        api().get(conversation + "/items/msg_1")))
                .allSatisfy(response -> {
                    assertThat(response.status()).isEqualTo(400);
                    assertThat(response.body())
                            .isEqualTo("{\"error\":{\"message\":\"Invalid 'conversation_id': '" + id
                                    + "'. Expected an ID that begins with 'conv'.\",\"type\":\"invalid_request_error\","
                                    + "\"param\":\"conversation_id\",\"code\":\"invalid_value\"}}");
                });
    }

    @Test
    default void returns404ForAConversationIdWithAnUnstorableCharacter() {
        for (String id : List.of("conv_%00", "conv_%F0%9F%A7%B5", "conv_" + "0".repeat(500))) {
            String conversation = CONVERSATIONS + "/" + id;

            assertThat(List.of(
                            api().get(conversation),
                            api().post(conversation, "{\"metadata\": {}}"),
                            api().delete(conversation),
                            api().post(conversation + "/items", Server.items("One")),
                            api().get(conversation + "/items"),
                            api().get(conversation + "/items/msg_1"),
                            api().delete(conversation + "/items/msg_1")))
                    .extracting(Response::status)
                    .isSubsetOf(400, 404);
        }
    }

    @Test
    default void showsNoThreadAsAConversation() {
        String thread = threadWith("One");
        String conversation = conversationWith("One");

        assertThat(api().get(CONVERSATIONS + "/" + idOf(thread)).status()).isEqualTo(400);
        assertThat(api().get("/v1/threads/" + idOf(conversation)).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/v1", "/openai", "/openai/v1"})
    default void servesConversationsUnderEachPrefix(String prefix) {
        Response created = api().post(prefix + "/conversations?api-version=2025-05-01", "{\"items\":[]}");

        assertThat(created.status()).isEqualTo(200);
        assertThat(api().get(prefix + "/conversations/" + created.id() + "/items?api-version=preview")
                        .status())
                .isEqualTo(200);
    }

    @Test
    default void listsConversationsNewestFirst() {
        List<String> ids = conversations(25);

        Response first = api().get(CONVERSATIONS + "?before=&after=&limit=");
        assertThat(first.ids()).hasSize(20);
        assertThat(first.hasMore()).isTrue();
        assertThat(first.json().get("first_id").stringValue())
                .isEqualTo(first.ids().get(0));
        assertThat(first.json().get("last_id").stringValue()).isEqualTo(last(first));
        assertThat(first.json().at("/data/0/object").stringValue()).isEqualTo("conversation");

        Response second = api().get(CONVERSATIONS + "?limit=5&after=" + last(first));
        List<String> listed = new ArrayList<>(first.ids());
        listed.addAll(second.ids());
        assertThat(listed).containsExactlyInAnyOrderElementsOf(ids);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 100})
    default void listsEveryConversationOnceInBothOrders(int limit) {
        List<String> ids = conversationsOfOneSecond(30);
        Collections.sort(ids);

        assertThat(walk("asc", limit)).containsSubsequence(ids);
        Collections.reverse(ids);
        assertThat(walk("desc", limit)).containsSubsequence(ids);
    }

    @Test
    default void listsTheConversationsBetweenTwoCursorsOfOneSecond() {
        List<String> ids = conversationsOfOneSecond(8);
        Collections.sort(ids);
        String range = "&after=" + ids.get(1) + "&before=" + ids.get(6);

        Response first = api().get(CONVERSATIONS + "?order=asc&limit=2" + range);
        assertThat(first.ids()).isEqualTo(ids.subList(2, 4));
        assertThat(first.hasMore()).isTrue();

        Response all = api().get(CONVERSATIONS + "?order=asc&limit=4" + range);
        assertThat(all.ids()).isEqualTo(ids.subList(2, 6));
        assertThat(all.hasMore()).isFalse();

        Response before = api().get(CONVERSATIONS + "?order=asc&limit=2&before=" + ids.get(6));
        assertThat(before.ids()).isEqualTo(ids.subList(4, 6));
        assertThat(before.hasMore()).isTrue();

        assertThat(api().get(CONVERSATIONS + "?order=desc&after=" + ids.get(1) + "&before=" + ids.get(6))
                        .ids())
                .isEmpty();
    }

    @Test
    default void continuesTheListAfterADeletedConversation() {
        List<String> ids = conversationsOfOneSecond(5);
        Collections.sort(ids);
        api().delete(CONVERSATIONS + "/" + ids.get(2));

        assertThat(api().get(CONVERSATIONS + "?order=asc&limit=2&after=" + ids.get(2))
                        .ids())
                .isEqualTo(ids.subList(3, 5));
        assertThat(api().get(CONVERSATIONS + "?order=desc&limit=2&after=" + ids.get(2))
                        .ids())
                .containsExactly(ids.get(1), ids.get(0));
    }

    @Test
    default void returns404ForAnUnknownConversationAsCursor() {
        for (String param : List.of("after", "before")) {
            Response response = api().get(CONVERSATIONS + "?" + param + "=conv_none");

            assertThat(response.status()).isEqualTo(404);
            assertThat(response.message()).isEqualTo("Conversation with id 'conv_none' not found.");
            assertThat(response.param()).isEqualTo(param);
            assertThat(response.code()).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    limit=0     | limit  | integer_below_min_value | Invalid 'limit': integer below minimum value. Expected a value >= 1, but got 0 instead.
                    limit=1000  | limit  | integer_above_max_value | Invalid 'limit': integer above maximum value. Expected a value <= 100, but got 1000 instead.
                    order=foo   | order  | invalid_value | Invalid value: 'foo'. Supported values are: 'asc' and 'desc'.
                    after=msg_1 | after  | invalid_value | Invalid 'after': 'msg_1'. Expected an ID that begins with 'conv'.
                    before=foo  | before | invalid_value | Invalid 'before': 'foo'. Expected an ID that begins with 'conv'.
                    after=conv_%00 | after | invalid_value | Invalid 'after': string contains a character that cannot be stored.
                    """)
    default void rejectsAnInvalidParameterOfTheList(String query, String param, String code, String message) {
        Response response = api().get(CONVERSATIONS + "?" + query);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.message()).isEqualTo(message);
        assertThat(response.param()).isEqualTo(param);
        assertThat(response.code()).isEqualTo(code);
    }

    /** No conversation has an agent. */
    @Test
    default void listsNoConversationOfAnAgent() {
        conversationWith();

        assertThat(api().get(CONVERSATIONS + "?agent_name=helper").ids()).isEmpty();
        assertThat(api().get(CONVERSATIONS + "?agent_id=agent_1").ids()).isEmpty();
        assertThat(api().get(CONVERSATIONS + "?agent_id=&agent_name=").ids()).isNotEmpty();
    }

    @Test
    default void listsUntouchedConversationsOnceWhileOthersAreCreatedAndDeleted() throws Exception {
        List<String> ids = conversationsOfOneSecond(30);
        Collections.sort(ids);
        List<List<String>> results = runConcurrently(4, client -> {
            if (client < 2) {
                return walk(client == 0 ? "asc" : "desc", 3);
            }
            for (int i = client - 2; i < 10; i += 2) {
                api().delete(CONVERSATIONS + "/" + ids.get(i));
                conversationWith();
            }
            return List.of();
        });

        List<String> untouched = new ArrayList<>(ids.subList(10, 30));
        assertThat(results.get(0)).doesNotHaveDuplicates().containsSubsequence(untouched);
        Collections.reverse(untouched);
        assertThat(results.get(1)).doesNotHaveDuplicates().containsSubsequence(untouched);
    }

    /** The server hides a large conversation at once, and deletes its items in the background. */
    @Test
    default void deletesALargeConversation() {
        String conversation = conversationWith("One", "Two");
        String id = idOf(conversation);
        List<String> neighbours = List.of(idOf(conversationWith()), idOf(conversationWith()));
        jdbc().update("update conversations set created_at = 100, last_position = 2500 where id = ?", id);
        for (String neighbour : neighbours) {
            jdbc().update(
                            "update conversations set created_at = ? where id = ?",
                            99 + 2 * neighbours.indexOf(neighbour),
                            neighbour);
        }
        jdbc().batchUpdate(
                        "insert into conversation_items values (?, ?, ?, 'message', '{}')",
                        IntStream.rangeClosed(3, 2500)
                                .mapToObj(position -> new Object[] {id, "msg_" + position, position})
                                .toList());

        assertThat(api().delete(conversation).status()).isEqualTo(200);
        assertThat(api().get(conversation).status()).isEqualTo(404);
        assertThat(api().get(conversation + "/items").status()).isEqualTo(404);
        assertThat(api().delete(conversation).status()).isEqualTo(404);
        assertThat(walk("asc", 100)).doesNotContain(id).contains(neighbours.get(0));
        await().atMost(Duration.ofMinutes(2)).until(() -> count("conversations where id = '" + id + "'") == 0);
        assertThat(count("conversation_items where conversation_id = '" + id + "'"))
                .isZero();
        assertThat(count("pending_conversation_deletions")).isZero();
        assertThat(api().get(CONVERSATIONS + "?order=asc&limit=1&after=" + id).ids())
                .containsExactly(neighbours.get(1));
    }

    private static String idOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String last(Response page) {
        return page.ids().get(page.ids().size() - 1);
    }

    private List<String> conversations(int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(idOf(conversationWith()));
        }
        // The tests run in any order, and some set the time of creation.
        jdbc().update("update conversations set created_at = 2000 where created_at > 2000 and id not in ("
                + String.join(",", ids.stream().map(id -> "'" + id + "'").toList()) + ")");
        return ids;
    }

    private List<String> conversationsOfOneSecond(int count) {
        List<String> ids = conversations(count);
        ids.forEach(id -> jdbc().update("update conversations set created_at = 4000000000 where id = ?", id));
        return ids;
    }

    private List<String> walk(String order, int limit) {
        List<String> ids = new ArrayList<>();
        Response page;
        String after = "";
        do {
            page = api().get(CONVERSATIONS + "?order=" + order + "&limit=" + limit + "&after=" + after);
            ids.addAll(page.ids());
            after = page.json().get("last_id").stringValue("");
        } while (page.hasMore());
        return ids;
    }
}
