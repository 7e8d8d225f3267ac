package dev.bobbin.server;

import static dev.bobbin.server.support.ImportReports.counts;
import static dev.bobbin.server.support.ImportReports.problems;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.support.ApiClient.Response;
import dev.bobbin.server.support.Server;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The import of conversations. {@link SequenceImportContract} has the tests that threads share. */
interface ConversationImportContract extends Server {

    @Test
    default void importsAConversationWithItsItems() {
        String id = newId();
        String item = "{\"id\":\"msg_1\",\"type\":\"message\",\"status\":\"completed\","
                + "\"content\":[{\"type\":\"input_text\",\"text\":\"Hi\"}],\"role\":\"user\"}";

        Response report = api().importConversations(conversation(id), line(id, item), message(id, "msg_2"));

        assertThat(report.status()).isEqualTo(200);
        assertThat(report.body())
                .isEqualTo("{\"object\":\"conversation.import\",\"conversations\":{\"created\":1,\"skipped\":0,"
                        + "\"refused\":0},\"items\":{\"created\":2,\"skipped\":0,\"refused\":0},\"problems\":[],"
                        + "\"problems_omitted\":0}");
        assertThat(api().get("/v1/conversations/" + id).body())
                .isEqualTo("{\"id\":\"" + id
                        + "\",\"object\":\"conversation\",\"created_at\":5,\"metadata\":{\"a\":\"b\"}}");
        assertThat(api().get("/v1/conversations/" + id + "/items/msg_1").body()).isEqualTo(item);
        assertThat(api().get("/v1/conversations/" + id + "/items?order=asc").ids())
                .containsExactly("msg_1", "msg_2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"rs_1\",\"type\":\"reasoning\",\"summary\":[],\"encrypted_content\":\"Z0FBQUE=\"}",
                "{\"id\":\"fc_1\",\"type\":\"function_call\",\"status\":\"incomplete\",\"arguments\":\"{\","
                        + "\"call_id\":\"c\",\"name\":\"f\",\"caller\":{\"n\":1e5}}",
                "{\"id\":\"any\",\"type\":\"tool_search_call\",\"status\":\"completed\","
                        + "\"arguments\":{\"z\":-0.0,\"a\":[1e5,0.10000000000000000000001,-0,12345678901234567890],"
                        + "\"n\":null}}",
                "{\"id\":\"ws_1\",\"type\":\"web_search_call\",\"status\":\"x\",\"a\":{\"b\":{},\"a\":[]}}",
                "{\"id\":\"msg_1\",\"type\":\"message\",\"status\":\"completed\",\"content\":[{\"type\":\"output_text\","
                        + "\"annotations\":[{\"type\":\"file_path\",\"index\":1.50}],\"logprobs\":[{\"logprob\":-0.0}],"
                        + "\"text\":\"🧵\\u0001\"}],\"role\":\"assistant\",\"phase\":\"final_answer\"}"
            })
    default void keepsAnItemByteForByte(String item) {
        String id = newId();

        assertCounts(api().importConversations(conversation(id), line(id, item)), "1 0 0", "1 0 0");
        assertThat(api().get("/v1/conversations/" + id + "/items").body()).contains("\"data\":[" + item + "]");
        assertCounts(api().importConversations(line(id, item)), "0 0 0", "0 1 0");
    }

    @Test
    default void completesAnItemAsItsCreationDoes() {
        String id = newId();

        api().importConversations(
                        conversation(id),
                        line(id, "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"content\":\"Hi\"}"));

        assertThat(api().get("/v1/conversations/" + id + "/items/msg_1").body())
                .isEqualTo("{\"id\":\"msg_1\",\"type\":\"message\",\"status\":\"completed\",\"content\":["
                        + "{\"type\":\"output_text\",\"annotations\":[],\"logprobs\":[],\"text\":\"Hi\"}],"
                        + "\"role\":\"assistant\"}");
    }

    @Test
    default void skipsAnEqualItemWhateverTheOrderOfItsMembers() {
        String id = newId();
        String item =
                "{\"id\":\"x\",\"type\":\"tool_search_call\",\"status\":\"completed\",\"arguments\":{\"a\":1,\"b\":2}}";
        api().importConversations(conversation(id), line(id, item));

        assertCounts(
                api().importConversations(line(id, item.replace("\"a\":1,\"b\":2", "\"b\":2,\"a\":1"))),
                "0 0 0",
                "0 1 0");
        assertCounts(
                api().importConversations(line(id, item.replace("\"a\":1,\"b\":2", "\"a\":2,\"b\":1"))),
                "0 0 0",
                "0 0 1");
    }

    /** Both numbers are the same as a 64-bit floating point number. */
    @Test
    default void refusesAnItemWhoseNumberHasAnotherText() {
        String id = newId();
        String item = "{\"id\":\"x\",\"type\":\"tool_search_call\",\"arguments\":0.10000000000000000000001}";
        api().importConversations(conversation(id), line(id, item));

        Response report = api().importConversations(line(id, item.replace("1}", "2}")));

        assertThat(problems(report)).containsExactly("1 Item 'x' exists with other content. item.id invalid_value");
    }

    @Test
    default void createsConversationsThatOnlyItemsMention() {
        String id = newId();
        String[] body = {message(id, "msg_1"), message(id, "msg_2")};
        long before = System.currentTimeMillis() / 1000;

        Response refused = api().importConversations(body);
        assertCounts(refused, "0 0 0", "0 0 2");
        assertThat(problems(refused)).contains("1 Conversation with id '" + id + "' not found. conversation_id null");
        assertCounts(importWithConversations(body), "1 0 0", "2 0 0");
        JsonNode created = api().get("/v1/conversations/" + id).json();
        assertThat(created.get("created_at").longValue()).isBetween(before, System.currentTimeMillis() / 1000);
        assertThat(created.get("metadata")).isEmpty();
        assertCounts(importWithConversations(body), "0 0 0", "0 2 0");
    }

    /** Such a page does not name its conversation. An item in it could also look as if it had an owner. */
    @Test
    default void refusesAPageOfItems() {
        String id = newId();
        String item = "{\"id\":\"msg_2\",\"type\":\"message\",\"role\":\"user\",\"content\":[]}";

        Response report = api().importConversations(conversation(id), page(item), page(message(id, "msg_1")));

        assertCounts(report, "0 0 1", "0 0 2");
        assertThat(problems(report))
                .hasSize(2)
                .first()
                .asString()
                .isEqualTo("2 A list page names neither the conversation of its items nor its order. Expected each item"
                        + " on a line of its own, the oldest first, such as"
                        + " {\"conversation_id\":\"conv_...\",\"item\":{...}}. data[0].conversation_id invalid_value");
        assertThat(api().get("/v1/conversations/" + id).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"object\":\"x\"} | Invalid value: 'x'. Supported values are: 'conversation' and 'list'."
                        + " object invalid_value",
                "{\"object\":\"thread\"} | Invalid value: 'thread'. Supported values are: 'conversation' and 'list'."
                        + " object invalid_value",
                "{\"object\":\"list\"} | Missing required parameter: 'data'. data missing_required_parameter",
                "{\"conversation_id\":\"conv_1\"} | Missing required parameter: 'item'. item missing_required_parameter",
                "{\"item\":{}} | Missing required parameter: 'conversation_id'."
                        + " conversation_id missing_required_parameter",
                "{\"conversation_id\":\"x\",\"item\":{}} | Invalid 'conversation_id': 'x'. Expected an ID that begins"
                        + " with 'conv'. conversation_id invalid_value",
                "{\"conversation_id\":\"conv_1\",\"item\":{},\"x\":1} | Unknown parameter: 'x'. x unknown_parameter",
                "5 | Invalid type: expected an object, but got an integer instead. null invalid_type",
                "{\"object\":\"conversation\",\"id\":\"conv_1\"} | Missing required parameter: 'created_at'."
                        + " created_at missing_required_parameter"
            })
    default void refusesAnObjectThatIsNoConversationItemOrPage(String line, String problem) {
        Response report = api().importConversations(line);

        assertThat(problems(report)).containsExactly("1 " + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5 | Invalid type for 'item': expected an object, but got an integer instead. item invalid_type",
                "{\"type\":\"message\",\"role\":\"user\",\"content\":[]} | Missing required parameter: 'item.id'."
                        + " item.id missing_required_parameter",
                "{\"id\":null,\"type\":\"web_search_call\"} | Missing required parameter: 'item.id'."
                        + " item.id missing_required_parameter",
                "{\"id\":\"msg_1\",\"role\":\"user\",\"content\":[]} | Missing required parameter: 'item.type'."
                        + " item.type missing_required_parameter",
                "{\"id\":\"x\",\"type\":\"message\",\"role\":\"user\",\"content\":[]} | Invalid 'item.id': 'x'."
                        + " Expected an ID that begins with 'msg'. item.id invalid_value",
                "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"user\"} | Missing required parameter: 'item.content'."
                        + " item.content missing_required_parameter",
                "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"user\",\"content\":[],\"created_at\":1}"
                        + " | Unknown parameter: 'item.created_at'. item.created_at unknown_parameter",
                "{\"id\":\"cu_1\",\"type\":\"computer_call\",\"call_id\":\"c\"} | Missing required parameter:"
                        + " 'item.action'. item.action missing_required_parameter",
                "{\"id\":\"at_1\",\"type\":\"agent_message\",\"a\":[\"\\u0000\"]} | Invalid 'item.a[0]': string contains a"
                        + " character that cannot be stored. item.a[0] invalid_value"
            })
    default void isAsStrictAsTheCreationOfItems(String item, String problem) {
        String id = newId();

        Response report = api().importConversations(conversation(id), line(id, item));

        assertCounts(report, "0 0 1", "0 0 1");
        assertThat(problems(report)).containsExactly("2 " + problem);
    }

    @Test
    default void refusesAReferenceToAnItem() {
        String id = newId();

        Response report =
                api().importConversations(conversation(id), line(id, "{\"id\":\"msg_1\",\"type\":\"item_reference\"}"));

        assertThat(problems(report))
                .singleElement()
                .asString()
                .startsWith("2 Invalid value: 'item_reference'.")
                .endsWith(" item invalid_value");
    }

    @Test
    default void ignoresTheParameterOfAnImportOfThreads() {
        assertThat(api().post("/v1/conversations/import?create_threads=x", "").status())
                .isEqualTo(200);
    }

    private Response importWithConversations(String... lines) {
        return api().importTo("/v1/conversations/import?create_conversations=true", lines);
    }

    private List<String> ids(String conversation) {
        return api().get("/v1/conversations/" + conversation + "/export")
                .body()
                .lines()
                .skip(1)
                .map(line -> JsonMapper.shared().readTree(line).at("/item/id").stringValue())
                .toList();
    }

    /** Each count is "created skipped refused". */
    private static void assertCounts(Response report, String conversations, String items) {
        assertThat(counts(report, "conversations")).as(report.body()).isEqualTo(conversations);
        assertThat(counts(report, "items")).as(report.body()).isEqualTo(items);
    }

    private static String newId() {
        return "conv_" + UUID.randomUUID().toString().replace("-", "");
    }

    private static String conversation(String id) {
        return "{\"id\":\"" + id + "\",\"object\":\"conversation\",\"created_at\":5,\"metadata\":{\"a\":\"b\"}}";
    }

    private static String message(String conversation, String id) {
        return line(
                conversation,
                "{\"id\":\"" + id + "\",\"type\":\"message\",\"status\":\"completed\","
                        + "\"content\":[{\"type\":\"input_text\",\"text\":\"Hi\"}],\"role\":\"user\"}");
    }

    private static String line(String conversation, String item) {
        return "{\"conversation_id\":\"" + conversation + "\",\"item\":" + item + "}";
    }

    private static String page(String... elements) {
        return "{\"object\":\"list\",\"data\":[" + String.join(",", elements) + "],\"has_more\":false}";
    }
}
