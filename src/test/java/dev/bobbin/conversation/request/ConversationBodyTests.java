package dev.bobbin.conversation.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.bobbin.web.error.ApiError;
import dev.bobbin.web.json.JsonInputs;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bodies that create or update a conversation, or create items. */
class ConversationBodyTests {

    private static final Map<String, Function<String, Object>> BODIES =
            Map.of("create", body -> create(body), "items", body -> items(body), "update", body -> update(body));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "[]",
                "{\"items\":[]}",
                "{\"items\":null,\"metadata\":null}",
                "{\"metadata\":{}}"
            })
    void createsAnEmptyConversation(String body) {
        CreateConversationRequest request = create(body);

        assertThat(request.items()).isEmpty();
        assertThat(request.metadata()).isEmpty();
    }

    @Test
    void createsAConversation() {
        CreateConversationRequest request =
                create("{\"metadata\":{\"b\":\"1\",\"a\":\"2\"},\"items\":[{\"role\":\"user\",\"content\":\"a\"}]}");

        assertThat(request.items()).hasSize(1);
        assertThat(request.metadata()).containsExactly(Map.entry("b", "1"), Map.entry("a", "2"));
    }

    @Test
    void updatesTheMetadata() {
        assertThat(update("{\"metadata\":{}}").metadata()).isEmpty();
        assertThat(update("{\"metadata\":{\"a\":\"1\"}}").metadata()).isEqualTo(Map.of("a", "1"));
    }

    @Test
    void createsItemsInOrder() {
        assertThat(items("{\"items\":[{\"id\":\"b\"},{\"role\":\"user\",\"content\":\"a\"},{\"id\":\"a\"}]}")
                        .items())
                .extracting(Object::getClass)
                .containsExactly(ItemReference.class, NewItem.class, ItemReference.class);
        assertThat(items("{\"items\":[]}").items()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
                    create | {"title":"a"}           | title    | unknown_parameter | Unknown parameter: 'title'.
                    create | {"items":{}}            | items    | invalid_type | Invalid type for 'items': expected an array of input items, but got an object instead.
                    create | {"metadata":[]}         | metadata | invalid_type | Invalid type for 'metadata': expected a metadata object, but got an array instead.
                    create | {"metadata":{"a":1}}    | metadata.a | invalid_type | Invalid type for 'metadata.a': expected a string, but got an integer instead.
                    create | {"metadata":5,"items":[5]} | items[0] | invalid_type | Invalid type for 'items[0]': expected an input item, but got an integer instead.
                    create | [{}]                    | -        | invalid_type | Invalid type: expected an object, but got an array instead.
                    create | {"items":[],"items":[]} | -        | invalid_json | -
                    items  | ``                      | items    | missing_required_parameter | Missing required parameter: 'items'.
                    items  | null                    | items    | missing_required_parameter | Missing required parameter: 'items'.
                    items  | {}                      | items    | missing_required_parameter | Missing required parameter: 'items'.
                    items  | {"metadata":{}}         | metadata | unknown_parameter | Unknown parameter: 'metadata'.
                    items  | {"items":null}          | items    | invalid_type | Invalid type for 'items': expected an array of input items, but got null instead.
                    items  | []                      | -        | invalid_type | Invalid type: expected an object, but got an array instead.
                    items  | {"items":[{"id":"a"},{"id":"b"},{"role":"user"}]} | items[2].content | missing_required_parameter | Missing required parameter: 'items[2].content'.
                    update | ``                      | metadata | missing_required_parameter | Missing required parameter: 'metadata'.
                    update | null                    | metadata | missing_required_parameter | Missing required parameter: 'metadata'.
                    update | {}                      | metadata | missing_required_parameter | Missing required parameter: 'metadata'.
                    update | []                      | -        | invalid_type | Invalid type: expected an object, but got an array instead.
                    update | {"items":[]}            | items    | unknown_parameter | Unknown parameter: 'items'.
                    update | {"metadata":null}       | metadata | invalid_type | Invalid type for 'metadata': expected a metadata object, but got null instead.
                    update | {"metadata":"a"}        | metadata | invalid_type | Invalid type for 'metadata': expected a metadata object, but got a string instead.
                    update | {"metadata":{"a":null}} | metadata.a | invalid_type | Invalid type for 'metadata.a': expected a string, but got null instead.
                    """)
    void rejectsAnInvalidBody(String kind, String body, String param, String code, String message) {
        ApiError error = ApiError.of(catchThrowable(() -> BODIES.get(kind).apply(body)));

        assertThat(error).isEqualTo(new ApiError(400, message == null ? error.message() : message, param, code));
    }

    @Test
    void limitsTheNumberOfItems() {
        ApiError tooLong = new ApiError(
                400,
                "Invalid 'items': array too long. Expected an array with maximum length 20, but got an array with "
                        + "length 21 instead.",
                "items",
                "array_above_max_length");

        assertThat(create(messages(20)).items()).hasSize(20);
        assertThat(items(messages(20)).items()).hasSize(20);
        assertThat(ApiError.of(catchThrowable(() -> create(messages(21))))).isEqualTo(tooLong);
        assertThat(ApiError.of(catchThrowable(() -> items(messages(21))))).isEqualTo(tooLong);
        assertThat(CreateItemsRequest.from(JsonInputs.parse(messages(100)), 100).items())
                .hasSize(100);
    }

    private static String messages(int count) {
        return Stream.generate(() -> "{\"role\":\"user\",\"content\":\"a\"}")
                .limit(count)
                .collect(Collectors.joining(",", "{\"items\":[", "]}"));
    }

    private static CreateConversationRequest create(String body) {
        return CreateConversationRequest.from(JsonInputs.parse(body), 20);
    }

    private static CreateItemsRequest items(String body) {
        return CreateItemsRequest.from(JsonInputs.parse(body), 20);
    }

    private static UpdateConversationRequest update(String body) {
        return UpdateConversationRequest.from(JsonInputs.parse(body));
    }
}
