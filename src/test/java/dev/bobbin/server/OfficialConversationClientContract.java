package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.models.conversations.Conversation;
import com.openai.models.conversations.ConversationCreateParams;
import com.openai.models.conversations.ConversationUpdateParams;
import com.openai.models.conversations.Message;
import com.openai.models.conversations.items.ConversationItem;
import com.openai.models.conversations.items.ConversationItemList;
import com.openai.models.conversations.items.ItemCreateParams;
import com.openai.models.conversations.items.ItemDeleteParams;
import com.openai.models.conversations.items.ItemListParams;
import com.openai.models.conversations.items.ItemRetrieveParams;
import com.openai.models.responses.EasyInputMessage;
import com.openai.services.blocking.ConversationService;
import com.openai.services.blocking.conversations.ItemService;
import dev.bobbin.server.support.Server;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Conversations through OpenAI's official Java client, which checks each response against its own schema. */
interface OfficialConversationClientContract extends Server {

    @Test
    default void clientCreatesRetrievesUpdatesAndDeletesAConversation() {
        Conversation created = conversations()
                .create(ConversationCreateParams.builder()
                        .addItem(message("Hello"))
                        .metadata(ConversationCreateParams.Metadata.builder()
                                .putAdditionalProperty("a", JsonValue.from("1"))
                                .build())
                        .build());
        Conversation updated = conversations()
                .update(
                        created.id(),
                        ConversationUpdateParams.builder()
                                .metadata(ConversationUpdateParams.Metadata.builder()
                                        .putAdditionalProperty("b", JsonValue.from("2"))
                                        .build())
                                .build());

        assertThat(created.validate()._metadata()).isEqualTo(JsonValue.from(Map.of("a", "1")));
        assertThat(updated.validate()._metadata()).isEqualTo(JsonValue.from(Map.of("b", "2")));
        assertThat(conversations().retrieve(created.id())).isEqualTo(updated);
        assertThat(texts(created.id())).containsExactly("Hello");
        assertThat(conversations().delete(created.id()).validate().deleted()).isTrue();
        assertThat(catchThrowableOfType(
                        NotFoundException.class, () -> conversations().retrieve(created.id())))
                .hasMessageContaining("Conversation with id '" + created.id() + "' not found.");
    }

    @Test
    default void clientCreatesRetrievesListsAndDeletesItems() {
        Conversation conversation = conversations().create();
        ConversationItemList created = items().create(conversation.id(), of("One", "Two"));
        Message first = created.validate().data().get(0).asMessage();

        assertThat(created.hasMore()).isFalse();
        assertThat(first.status()).isEqualTo(Message.Status.COMPLETED);
        assertThat(created.lastId()).isEqualTo(created.data().get(1).asMessage().id());
        assertThat(items().retrieve(
                                first.id(),
                                ItemRetrieveParams.builder()
                                        .conversationId(conversation.id())
                                        .build())
                        .validate())
                .isEqualTo(created.data().get(0));
        assertThat(texts(conversation.id())).containsExactly("Two", "One");
        assertThat(items().delete(
                                first.id(),
                                ItemDeleteParams.builder()
                                        .conversationId(conversation.id())
                                        .build())
                        .validate())
                .isEqualTo(conversation);
        assertThat(texts(conversation.id())).containsExactly("Two");
    }

    /** The pager of this client ignores {@code has_more}. It asks until a page is empty. */
    @Test
    default void clientPagesThroughEveryItemOnceInBothOrders() {
        String conversation = conversations().create().id();
        List<String> expected = new ArrayList<>(
                IntStream.range(0, 250).mapToObj(i -> "Item " + i).toList());
        for (int i = 0; i < 250; i += 10) {
            items().create(conversation, of(expected.subList(i, i + 10).toArray(String[]::new)));
        }

        assertThat(pages(conversation, ItemListParams.Order.ASC))
                .allSatisfy(page -> assertThat(page).isEqualTo(expected));
        Collections.reverse(expected);
        assertThat(pages(conversation, ItemListParams.Order.DESC))
                .allSatisfy(page -> assertThat(page).isEqualTo(expected));
    }

    @Test
    default void clientThrowsTypedExceptionsForConversations() {
        String conversation = conversations().create().id();
        BadRequestException tooMany = catchThrowableOfType(
                BadRequestException.class,
                () -> items().create(
                                conversation, of(Collections.nCopies(21, "One").toArray(String[]::new))));

        assertThat(tooMany.code()).contains("array_above_max_length");
        assertThat(tooMany.param()).contains("items");
        assertThat(tooMany.type()).contains("invalid_request_error");
        assertThat(tooMany.headers().values("x-request-id")).hasSize(1);
        assertThat(texts(conversation)).isEmpty();
        assertThat(catchThrowableOfType(NotFoundException.class, () -> items().list("conv_none")))
                .hasMessageContaining("Conversation with id 'conv_none' not found.");
    }

    private List<List<String>> pages(String conversation, ItemListParams.Order order) {
        return IntStream.of(7, 50, 100)
                .mapToObj(
                        limit -> items()
                                .list(
                                        conversation,
                                        ItemListParams.builder()
                                                .order(order)
                                                .limit(limit)
                                                .build())
                                .autoPager()
                                .stream()
                                .map(OfficialConversationClientContract::text)
                                .toList())
                .toList();
    }

    private List<String> texts(String conversation) {
        return items().list(conversation).items().stream()
                .map(OfficialConversationClientContract::text)
                .toList();
    }

    private ItemService items() {
        return conversations().items();
    }

    private ConversationService conversations() {
        return OpenAIOkHttpClient.builder()
                .baseUrl(origin() + "/v1")
                .apiKey("any")
                .maxRetries(0)
                .build()
                .conversations();
    }

    private static String text(ConversationItem item) {
        return item.validate().asMessage().content().get(0).asInputText().text();
    }

    private static ItemCreateParams of(String... texts) {
        ItemCreateParams.Builder params = ItemCreateParams.builder();
        for (String text : texts) {
            params.addItem(message(text));
        }
        return params.build();
    }

    private static EasyInputMessage message(String text) {
        return EasyInputMessage.builder()
                .role(EasyInputMessage.Role.USER)
                .content(text)
                .build();
    }
}
