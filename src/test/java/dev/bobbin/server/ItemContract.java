package dev.bobbin.server;

import static dev.bobbin.server.support.ConcurrentClients.runConcurrently;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.support.ApiClient.Response;
import dev.bobbin.server.support.Server;
import dev.bobbin.server.support.ServerWithTables;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The four endpoints for items, called over plain HTTP. */
interface ItemContract extends ServerWithTables {

    @Test
    default void returnsTheNewItemsInTheOrderOfTheRequest() {
        String items = conversationWith("Earlier") + "/items";

        Response created = api().post(items, """
                        {"items": [{"role": "user", "content": "Hi"},
                         {"role": "assistant", "content": "Hello", "phase": "final_answer"},
                         {"type": "message", "role": "developer", "content": "", "status": "incomplete"},
                         {"role": "system", "content": [], "id": null}]}""");

        assertThat(created.status()).isEqualTo(200);
        List<String> ids = created.ids();
        assertThat(ids).allMatch(id -> id.matches("msg_[0-9a-f]{48}")).doesNotHaveDuplicates();
        assertThat(created.body())
                .isEqualTo("""
                        {"object":"list","data":[\
                        {"id":"%s","type":"message","status":"completed","content":[{"type":"input_text","text":"Hi"}],"role":"user"},\
                        {"id":"%s","type":"message","status":"completed","content":[{"type":"output_text","annotations":[],"logprobs":[],"text":"Hello"}],"role":"assistant","phase":"final_answer"},\
                        {"id":"%s","type":"message","status":"incomplete","content":[{"type":"input_text","text":""}],"role":"developer"},\
                        {"id":"%s","type":"message","status":"completed","content":[],"role":"system"}],\
                        "first_id":"%s","last_id":"%s","has_more":false}""".formatted(ids.get(0), ids.get(1), ids.get(2), ids.get(3), ids.get(0), ids.get(3)));
    }

    @Test
    default void retrievesAnItemAsTheListShowsIt() {
        String items = conversationWith() + "/items";
        Response created = api().post(items, """
                        {"items": [
                         {"type": "function_call", "call_id": "call_1", "name": "now", "arguments": "{}", "index": 0},
                         {"type": "function_call_output", "call_id": "call_1", "output": [{"type": "input_text", "text": "12:00"}]},
                         {"type": "reasoning", "summary": [], "encrypted_content": "Z0FB", "status": "completed"},
                         {"type": "web_search_call", "nested": {"n": 12345678901234567890123, "f": 0.12345678901234567890, "z": null}},
                         {"role": "user", "content": [{"type": "input_image", "image_url": "data:image/png;base64,AAAA"}]}]}""");

        assertThat(created.ids().get(0)).matches("fc_[0-9a-f]{48}");
        assertThat(created.ids().get(1)).matches("fc_[0-9a-f]{48}");
        assertThat(created.ids().get(2)).matches("rs_[0-9a-f]{48}");
        assertThat(created.ids().get(3)).matches("ws_[0-9a-f]{48}");
        assertThat(created.body())
                .contains("\"encrypted_content\":\"Z0FB\"}")
                .contains("{\"n\":12345678901234567890123,\"f\":0.12345678901234567890,\"z\":null}")
                .contains("\"image_url\":\"data:image/png;base64,AAAA\"")
                .doesNotContain("\"index\"");
        assertThat(api().get(items + "?order=asc").body()).isEqualTo(created.body());
        for (String id : created.ids()) {
            String item = api().get(items + "/" + id).body();
            assertThat(item).startsWith("{\"id\":\"" + id + "\",");
            assertThat(created.body()).contains(item);
        }
    }

    @Test
    default void returnsTheConversationOfADeletedItem() {
        String conversation = conversationWith("One", "Two", "Three");
        String two = api().get(conversation + "/items").ids().get(1);
        String item = conversation + "/items/" + two;

        assertThat(api().delete(item).body()).isEqualTo(api().get(conversation).body());
        assertThat(api().get(conversation + "/items").texts()).containsExactly("Three", "One");
        for (Response response : List.of(api().get(item), api().delete(item))) {
            assertThat(response.status()).isEqualTo(404);
            assertThat(response.body()).isEqualTo("""
                            {"error":{"message":"Item with id '%s' not found in conversation.",\
                            "type":"invalid_request_error","param":null,"code":null}}""".formatted(two));
        }
    }

    @Test
    default void storesUpTo20ItemsPerRequest() {
        String items = conversationWith() + "/items";
        String[] texts = texts(20);

        assertThat(api().post(items, Server.items(texts)).texts()).containsExactly(texts);
        assertThat(api().get(items + "?order=asc").texts()).containsExactly(texts);
        assertThat(api().get(items).hasMore()).isFalse();
        Response rejected = api().post(items, Server.items(texts(21)));
        assertThat(rejected.status()).isEqualTo(400);
        assertThat(rejected.code()).isEqualTo("array_above_max_length");
        assertThat(api().get(items).hasMore()).isFalse();
    }

    @Test
    default void acceptsNoItems() {
        String items = conversationWith("One") + "/items";

        assertThat(api().post(items, "{\"items\": []}").body())
                .isEqualTo("{\"object\":\"list\",\"data\":[],\"first_id\":null,\"last_id\":null,\"has_more\":false}");
        assertThat(api().get(items).texts()).containsExactly("One");
    }

    @Test
    default void storesNoneOfTheItemsIfOneIsInvalid() {
        String items = conversationWith() + "/items";

        Response rejected = api().post(items, """
                        {"items": [{"role": "user", "content": "1"}, {"role": "user", "content": "2"},
                         {"role": "user", "content": [{"type": "output_text", "text": "3"}]}]}""");

        assertThat(rejected.status()).isEqualTo(400);
        assertThat(rejected.param()).isEqualTo("items[2].content[0]");
        assertThat(api().get(items).ids()).isEmpty();
    }

    @Test
    default void reportsAnInvalidItemBeforeAnUnknownConversation() {
        String items = "/v1/conversations/conv_none/items";

        assertThat(api().post(items, "{\"items\": [{\"role\": \"user\"}]}").status())
                .isEqualTo(400);
        assertThat(api().post(items, "{\"items\": [{\"id\": \"msg_1\"}]}").message())
                .isEqualTo("Conversation with id 'conv_none' not found.");
        assertThat(api().post(items, Server.items("One")).status()).isEqualTo(404);
        assertThat(count("conversations where id = 'conv_none'")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"msg_1", "msg_ABCabc-_09", "msg_0123456789012345678901234567890123456789012345678901234567ff"})
    default void keepsTheIdOfAClient(String id) {
        String items = conversationWith() + "/items";

        assertThat(api().post(items, itemWithId(id, "One")).ids()).containsExactly(id);
        assertThat(api().get(items + "/" + id).text()).isEqualTo("One");
        assertThat(api().post(conversationWith() + "/items", itemWithId(id, "Two"))
                        .texts())
                .containsExactly("Two");
        assertThat(api().get(items + "/" + id).text()).isEqualTo("One");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    item_1    | invalid_value | Invalid 'items[0].id': 'item_1'. Expected an ID that begins with 'msg'.
                    msg_a b   | invalid_value | Invalid 'items[0].id': string contains a character that cannot be stored.
                    msg_\\u0000 | invalid_value | Invalid 'items[0].id': string contains a character that cannot be stored.
                    msg_01234567890123456789012345678901234567890123456789012345678901 | string_above_max_length | -
                    """)
    default void rejectsAnInvalidIdOfAClient(String id, String code, String message) {
        Response rejected = api().post(conversationWith() + "/items", itemWithId(id, "One"));

        assertThat(rejected.status()).isEqualTo(400);
        assertThat(rejected.param()).isEqualTo("items[0].id");
        assertThat(rejected.code()).isEqualTo(code);
        assertThat(rejected.message()).isEqualTo(message == null ? rejected.message() : message);
    }

    @Test
    default void rejectsAnIdThatTheConversationOrTheRequestContains() {
        String items = conversationWith() + "/items";
        api().post(items, itemWithId("msg_1", "One"));

        for (String body : List.of(
                itemWithId("msg_1", "Two"),
                "{\"items\": [{\"id\": \"msg_1\"}]}",
                "{\"items\": [{\"type\": \"item_reference\", \"id\": \"msg_1\"}]}",
                "{\"items\": [{\"id\": \"msg_2\", \"role\": \"user\", \"content\": \"2\"},"
                        + "{\"id\": \"msg_2\", \"role\": \"user\", \"content\": \"2\"}]}")) {
            Response rejected = api().post(items, body);
            assertThat(rejected.status()).isEqualTo(400);
            assertThat(rejected.body()).isEqualTo("""
                            {"error":{"message":"Item already in conversation","type":"invalid_request_error",\
                            "param":"items","code":"item_already_in_conversation"}}""");
        }
        assertThat(api().get(items).texts()).containsExactly("One");
    }

    @Test
    default void returns404ForAReferenceToAnItemElsewhere() {
        String items = conversationWith() + "/items";
        String elsewhere = api().get(conversationWith("One") + "/items").ids().get(0);
        api().post(items, itemWithId("msg_1", "One"));

        for (String id : List.of(elsewhere, "msg_none", "", "i".repeat(1000))) {
            Response response = api().post(items, "{\"items\": [{\"id\": \"msg_1\"}, {\"id\": \"" + id + "\"}]}");
            assertThat(response.status()).isEqualTo(404);
        }
        assertThat(api().post(items, "{\"items\": [{\"id\": \"" + elsewhere + "\"}]}")
                        .message())
                .isEqualTo("Item with id '" + elsewhere + "' not found.");
    }

    @Test
    default void addsAnItemWithADeletedIdAtTheEnd() {
        String items = conversationWith() + "/items";
        api().post(items, itemWithId("msg_1", "Old"));
        api().post(items, Server.items("Two"));
        api().delete(items + "/msg_1");

        assertThat(api().post(items, itemWithId("msg_1", "New")).status()).isEqualTo(200);

        assertThat(api().get(items + "?order=asc").texts()).containsExactly("Two", "New");
        assertThat(api().get(items + "?after=msg_1").texts()).containsExactly("Two");
        assertThat(api().get(items + "?order=asc&after=msg_1").texts()).isEmpty();
        assertThat(api().delete(items + "/msg_1").status()).isEqualTo(200);
        assertThat(api().get(items).texts()).containsExactly("Two");
    }

    @Test
    default void returns404ForAnItemOfAnotherConversation() {
        String items = conversationWith("One") + "/items";
        String id = api().get(items).ids().get(0);
        String elsewhere = conversationWith() + "/items";

        for (Response response : List.of(api().get(elsewhere + "/" + id), api().delete(elsewhere + "/" + id))) {
            assertThat(response.status()).isEqualTo(404);
            assertThat(response.message()).isEqualTo("Item with id '" + id + "' not found in conversation.");
        }
        for (String param : List.of("after", "before")) {
            Response response = api().get(elsewhere + "?" + param + "=" + id);
            assertThat(response.status()).isEqualTo(404);
            assertThat(response.message()).isEqualTo("No item found with id '" + id + "'");
            assertThat(response.param()).isEqualTo(param);
            assertThat(response.code()).isNull();
        }
        assertThat(api().get(items).texts()).containsExactly("One");
    }

    @ParameterizedTest
    @ValueSource(strings = {"undefined", "item", "%00", "msg_%00", "%F0%9F%A7%B5", "%20"})
    default void returns404ForAnyOtherItemIdOrCursor(String id) {
        String items = conversationWith("One") + "/items";

        assertThat(List.of(
                        api().get(items + "/" + id),
                        api().delete(items + "/" + id),
                        api().get(items + "?after=" + id),
                        api().get(items + "?before=" + id)))
                .extracting(Response::status)
                .isSubsetOf(400, 404);
        assertThat(api().get(items).texts()).containsExactly("One");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "include[]=message.input_image.image_url",
                "include%5B%5D=file_search_call.results&include%5B%5D=web_search_call.results",
                "include%5B0%5D=reasoning.encrypted_content&include%5B1%5D=message.output_text.logprobs",
                "include=computer_call_output.output.image_url",
                "include=&include%5B%5D="
            })
    default void acceptsIncludeInEachForm(String query) {
        String items = conversationWith() + "/items";
        query = query.replace("[", "%5B").replace("]", "%5D");
        Response created = api().post(items + "?" + query, Server.items("One"));

        assertThat(created.status()).isEqualTo(200);
        assertThat(api().get(items + "?" + query).texts()).containsExactly("One");
        assertThat(api().get(items + "/" + created.ids().get(0) + "?" + query).text())
                .isEqualTo("One");
    }

    @ParameterizedTest
    @ValueSource(strings = {"include%5B%5D=bogus", "include=bogus", "include%5B0%5D=bogus"})
    default void rejectsAnUnknownValueOfInclude(String query) {
        String items = conversationWith("One") + "/items";

        for (Response response : List.of(
                api().post(items + "?" + query, Server.items("Two")),
                api().get(items + "?" + query),
                api().get(items + "/msg_1?" + query))) {
            assertThat(response.status()).isEqualTo(400);
            assertThat(response.message())
                    .startsWith("Invalid value: 'bogus'. Supported values are: 'file_search_call.results', ");
            assertThat(response.param()).isEqualTo("include[0]");
            assertThat(response.code()).isEqualTo("invalid_value");
        }
        assertThat(api().get(items).texts()).containsExactly("One");
    }

    @Test
    default void returnsAnImageOf1MbUnchanged() {
        String items = conversationWith() + "/items";
        String url = "data:image/png;base64," + "A".repeat(1 << 20);

        Response created = api().post(
                        items,
                        "{\"items\": [{\"role\": \"user\", \"content\": [{\"type\": \"input_image\", \"image_url\": \""
                                + url + "\"}]}]}");

        assertThat(created.status()).isEqualTo(200);
        Response page = api().get(items);
        assertThat(page.json().at("/data/0/content/0/image_url").stringValue()).isEqualTo(url);
        assertThat(page.json().at("/data/0/content/0/detail").stringValue()).isEqualTo("auto");
        assertThat(api().get(items + "/" + created.ids().get(0)).body())
                .isEqualTo(created.json().at("/data/0").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\\u0000b\"", "\"\\ud83e\"", "{\"a\": \"\\u0000\"}"})
    default void rejectsTextInsideAVerbatimItemThatCannotBeStored(String value) {
        String items = conversationWith() + "/items";

        assertThat(api().post(items, "{\"items\": [{\"type\": \"web_search_call\", \"action\": " + value + "}]}")
                        .status())
                .isEqualTo(400);
        assertThat(api().get(items).ids()).isEmpty();
    }

    @Test
    default void rejectsModificationsOfItems() {
        String conversation = conversationWith("One");
        String item = conversation + "/items/"
                + api().get(conversation + "/items").ids().get(0);

        assertThat(api().post(item, "{}").status()).isEqualTo(405);
        assertThat(api().send("PATCH", item, BodyPublishers.ofString("{}")).status())
                .isEqualTo(405);
        assertThat(api().post(conversation + "/messages", "{}").status()).isEqualTo(404);
        assertThat(api().post("/v1/responses", "{}").status()).isEqualTo(404);
    }

    @Test
    default void storesTheItemsOfOneRequestTogetherUnderConcurrency() throws Exception {
        String items = conversationWith() + "/items";

        List<List<String>> batches = runConcurrently(
                50, client -> api().post(items, Server.items(texts(20))).ids());

        List<String> stored = allIds(items);
        assertThat(stored).hasSize(1000).doesNotHaveDuplicates();
        assertThat(batches).allSatisfy(batch -> assertThat(stored).containsSequence(batch));
    }

    @Test
    default void acceptsAnIdOnceUnderConcurrency() throws Exception {
        String items = conversationWith() + "/items";

        for (String id : List.of("msg_one", "msg_two")) {
            List<Response> responses = runConcurrently(16, client -> api().post(items, itemWithId(id, "by " + client)));

            assertThat(responses)
                    .filteredOn(response -> response.status() == 200)
                    .hasSize(1);
            assertThat(responses)
                    .filteredOn(response -> response.status() != 200)
                    .allSatisfy(response -> {
                        assertThat(response.status()).isEqualTo(400);
                        assertThat(response.code()).isEqualTo("item_already_in_conversation");
                    });
        }
        assertThat(api().get(items).ids()).containsExactly("msg_two", "msg_one");
    }

    @Test
    default void replaysTheResponseOfAnItemCreation() {
        String items = conversationWith() + "/items";
        Response first = create(items, "key", Server.items("One", "Two"));
        api().post(items, Server.items("Three"));

        Response second = create(items, "key", Server.items("One", "Two"));

        assertThat(second.header("idempotent-replayed")).isEqualTo("true");
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(create(items, "key", Server.items("Other")).code()).isEqualTo("idempotency_key_reused");
        assertThat(api().get(items).texts()).containsExactly("Three", "Two", "One");
    }

    @Test
    default void returns404ForARepeatAfterOneOfTheItemsIsDeleted() {
        String items = conversationWith("Earlier") + "/items";
        String body =
                Server.items(IntStream.range(0, 20).mapToObj(i -> "Secret-" + i).toArray(String[]::new));
        List<String> ids = create(items, "key", body).ids();
        Response neighbour = create(items, "neighbour", Server.items("One"));
        Response empty = create(items, "empty", "{\"items\": []}");
        api().delete(items + "/" + ids.get(19));
        api().delete(items + "/" + ids.get(7));

        Response repeat = create(items, "key", body);

        assertThat(repeat.status()).isEqualTo(404);
        assertThat(repeat.message()).isEqualTo("Item with id '" + ids.get(19) + "' not found in conversation.");
        assertThat(create(items, "neighbour", Server.items("One")).body()).isEqualTo(neighbour.body());
        assertThat(create(items, "empty", "{\"items\": []}").body()).isEqualTo(empty.body());
        assertThat(count("kept_answers where answer like '%Secret-%'")).isZero();
        assertThat(count("conversation_items where item like '%Secret-7%'")).isZero();
    }

    @Test
    default void returns404ForARepeatAfterTheConversationIsDeleted() {
        String body = "{\"metadata\": {\"a\": \"Secret-b\"}, "
                + Server.items("Secret-b").substring(1);
        String id = create("/v1/conversations", "gone", body).id();
        String conversation = "/v1/conversations/" + id;
        create(conversation + "/items", "key", Server.items("Secret-b"));
        create(conversation + "/items", "empty", "{\"items\": []}");
        api().delete(conversation);

        for (Response repeat : List.of(
                create("/v1/conversations", "gone", body),
                create(conversation + "/items", "key", Server.items("Secret-b")),
                create(conversation + "/items", "key", Server.items("Other")),
                create(conversation + "/items", "empty", "{\"items\": []}"))) {
            assertThat(repeat.status()).isEqualTo(404);
            assertThat(repeat.message()).isEqualTo("Conversation with id '" + id + "' not found.");
        }
        assertThat(count("kept_answers where answer like '%Secret-b%'")).isZero();
        assertThat(count("conversation_items where item like '%Secret-b%'")).isZero();
        assertThat(count("conversations where metadata like '%Secret-b%'")).isZero();
    }

    @Test
    default void createsItemsOnceForConcurrentRequestsWithOneKey() throws Exception {
        String items = conversationWith() + "/items";

        List<Response> responses = runConcurrently(16, client -> create(items, "crowd", Server.items("One", "Two")));

        assertThat(responses).extracting(Response::status).containsOnly(200);
        assertThat(responses)
                .extracting(Response::body)
                .containsOnly(responses.get(0).body());
        assertThat(api().get(items).texts()).containsExactly("Two", "One");
    }

    private List<String> allIds(String items) {
        List<String> ids = new ArrayList<>();
        Response page;
        String after = "";
        do {
            page = api().get(items + "?order=asc&limit=100&after=" + after);
            ids.addAll(page.ids());
            after = page.json().get("last_id").stringValue("");
        } while (page.hasMore());
        return ids;
    }

    private Response create(String path, String key, String body) {
        return api().send("POST", path, BodyPublishers.ofString(body), "Idempotency-Key", key);
    }

    private static String itemWithId(String id, String text) {
        return "{\"items\": [{\"id\": \"" + id + "\", \"role\": \"user\", \"content\": \"" + text + "\"}]}";
    }

    private static String[] texts(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(String::valueOf).toArray(String[]::new);
    }
}
