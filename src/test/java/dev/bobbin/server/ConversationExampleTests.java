package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.support.ApiClient.Response;
import dev.bobbin.server.support.OpenApiDocument;
import dev.bobbin.server.support.Server;
import dev.bobbin.server.support.ServerTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of the Conversations API in the OpenAPI document equal the errors that the server returns. */
@ServerTest
class ConversationExampleTests implements Server {

    private static final String UNKNOWN = "_01a04d1ad800" + "0".repeat(30) + "abc456";

    private String conversation;

    @BeforeEach
    void createConversation() {
        String body = "{\"items\": [{\"id\": \"msg_abc123\", \"role\": \"user\", \"content\": \"a\"}]}";
        conversation =
                "/v1/conversations/" + api().post("/v1/conversations", body).id();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    UnknownItemType    | {"type": "video"}
                    NotAnItem          | 5
                    ItemWithoutRole    | {"type": "message", "content": "a"}
                    ItemWithoutContent | {"role": "user"}
                    UnknownItemMember  | {"role": "user", "content": "a", "name": "Ann"}
                    WrongPart          | {"role": "assistant", "content": [{"type": "input_text", "text": "a"}]}
                    WrongItemPrefix    | {"role": "user", "content": "a", "id": "item_1"}
                    ItemExists         | {"role": "user", "content": "a", "id": "msg_abc123"}
                    InvalidReasoning   | {"type": "reasoning", "summary": []}
                    """)
    void showsTheErrorsOfANewItem(String example, String item) {
        Response response = api().post(conversation + "/items", "{\"items\": [" + item + "]}");

        assertThat(response.json()).isEqualTo(OpenApiDocument.example(example));
    }

    @Test
    void showsTheErrorsOfNewItems() {
        String user = "{\"role\": \"user\", \"content\": \"a\"}";
        String reference = "{\"type\": \"item_reference\", \"id\": \"msg" + UNKNOWN + "\"}";

        assertPost("MissingItems", "/items", "{}");
        assertPost("TooManyItems", "/items", "{\"items\": [" + (user + ",").repeat(20) + user + "]}");
        assertPost("NoReference", "/items", "{\"items\": [" + reference + "]}");
    }

    @Test
    void showsTheErrorsOfAnUpdate() {
        assertPost("MissingMetadata", "", "{}");
        assertPost("MetadataNull", "", "{\"metadata\": null}");
    }

    @Test
    void showsTheErrorsOfAPath() {
        assertGet("InvalidInclude", conversation + "/items?include%5B%5D=usage");
        assertGet("InvalidConversationId", "/v1/conversations/undefined");
        assertGet("InvalidConversationCursor", "/v1/conversations?after=page2");
        assertGet("NoConversation", "/v1/conversations/conv" + UNKNOWN);
        assertGet("NoConversationCursor", "/v1/conversations?after=conv" + UNKNOWN);
        assertGet("NoItem", conversation + "/items/msg" + UNKNOWN);
        assertGet("NoItemCursor", conversation + "/items?after=msg" + UNKNOWN);
    }

    private void assertPost(String example, String path, String body) {
        assertThat(api().post(conversation + path, body).json()).isEqualTo(OpenApiDocument.example(example));
    }

    private void assertGet(String example, String path) {
        assertThat(api().get(path).json()).isEqualTo(OpenApiDocument.example(example));
    }
}
