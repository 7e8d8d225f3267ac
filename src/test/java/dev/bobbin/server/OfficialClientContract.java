package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OkHttpClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.ObjectMappers;
import com.openai.core.http.HttpClient;
import com.openai.core.http.HttpMethod;
import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.models.beta.threads.Thread;
import com.openai.models.beta.threads.ThreadCreateParams;
import com.openai.models.beta.threads.ThreadUpdateParams;
import com.openai.models.beta.threads.messages.Message;
import com.openai.models.beta.threads.messages.MessageCreateParams;
import com.openai.models.beta.threads.messages.MessageDeleteParams;
import com.openai.models.beta.threads.messages.MessageListParams;
import com.openai.models.beta.threads.messages.MessageRetrieveParams;
import com.openai.models.beta.threads.messages.MessageUpdateParams;
import dev.bobbin.server.support.Server;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** OpenAI's official Java client. Its {@code validate} checks each response against the client's own schema. */
@SuppressWarnings("deprecation") // OpenAI has deprecated these endpoints; this server continues them.
interface OfficialClientContract extends Server {

    @Test
    default void createsRetrievesModifiesAndDeletesAThread() {
        Thread created = threads()
                .create(ThreadCreateParams.builder()
                        .addMessage(ThreadCreateParams.Message.builder()
                                .role(ThreadCreateParams.Message.Role.USER)
                                .content("Hello")
                                .build())
                        .metadata(ThreadCreateParams.Metadata.builder()
                                .putAdditionalProperty("a", JsonValue.from("1"))
                                .build())
                        .build());
        Thread modified = threads()
                .update(
                        created.id(),
                        ThreadUpdateParams.builder()
                                .metadata(ThreadUpdateParams.Metadata.builder()
                                        .putAdditionalProperty("b", JsonValue.from("2"))
                                        .build())
                                .build());

        assertThat(created.validate())
                .isEqualTo(threads().create().toBuilder()
                        .id(created.id())
                        .createdAt(created.createdAt())
                        .metadata(created.metadata())
                        .build());
        assertThat(threads().retrieve(created.id()).validate()).isEqualTo(modified.validate());
        assertThat(threads().delete(created.id()).validate().deleted()).isTrue();
        assertThat(catchThrowableOfType(NotFoundException.class, () -> threads().retrieve(created.id())))
                .hasMessageContaining("No thread found with id '" + created.id() + "'.");
    }

    @Test
    default void createsRetrievesModifiesListsAndDeletesMessages() {
        String thread = threads().create().id();
        Message created = messages().create(thread, message("Hello"));
        Message modified = messages()
                .update(
                        created.id(),
                        MessageUpdateParams.builder()
                                .threadId(thread)
                                .metadata(MessageUpdateParams.Metadata.builder()
                                        .putAdditionalProperty("a", JsonValue.from("1"))
                                        .build())
                                .build());

        assertThat(created.validate().status()).isEqualTo(Message.Status.COMPLETED);
        assertThat(created.content().get(0).asText().text().value()).isEqualTo("Hello");
        assertThat(messages()
                        .retrieve(
                                created.id(),
                                MessageRetrieveParams.builder().threadId(thread).build())
                        .validate())
                .isEqualTo(modified.validate());
        assertThat(messages().list(thread).items()).containsExactly(modified);
        assertThat(messages()
                        .delete(
                                created.id(),
                                MessageDeleteParams.builder().threadId(thread).build())
                        .deleted())
                .isTrue();
        assertThat(messages().list(thread).items()).isEmpty();
    }

    @Test
    default void pagesThroughEveryMessageOnceInBothOrders() {
        String thread = threads().create().id();
        List<String> ids = new ArrayList<>(IntStream.range(0, 250)
                .mapToObj(
                        i -> messages().create(thread, message("Message " + i)).id())
                .toList());

        assertThat(pages(thread, MessageListParams.Order.ASC))
                .allSatisfy(page -> assertThat(page).isEqualTo(ids));
        Collections.reverse(ids);
        assertThat(pages(thread, MessageListParams.Order.DESC))
                .allSatisfy(page -> assertThat(page).isEqualTo(ids));
    }

    /** The client has no method for the list, so its HTTP client sends the request. */
    @Test
    default void listsThreadsThatMatchAFilter() throws IOException {
        String user = UUID.randomUUID().toString();
        List<String> ids = new ArrayList<>(IntStream.range(0, 3)
                .mapToObj(i -> threads()
                        .create(ThreadCreateParams.builder()
                                .metadata(ThreadCreateParams.Metadata.builder()
                                        .putAdditionalProperty("user", JsonValue.from(user))
                                        .build())
                                .build())
                        .id())
                .toList());
        Collections.reverse(ids);

        List<String> listed = new ArrayList<>();
        JsonNode page;
        do {
            page = listThreads(user, listed.isEmpty() ? "" : listed.get(listed.size() - 1));
            for (JsonNode thread : page.get("data")) {
                listed.add(ObjectMappers.jsonMapper()
                        .treeToValue(thread, Thread.class)
                        .validate()
                        .id());
            }
        } while (page.get("has_more").asBoolean());

        assertThat(listed).isEqualTo(ids);
    }

    private JsonNode listThreads(String user, String after) throws IOException {
        HttpRequest request = HttpRequest.builder()
                .method(HttpMethod.GET)
                .baseUrl(origin() + "/v1")
                .addPathSegment("threads")
                .putQueryParam("metadata[user]", user)
                .putQueryParam("limit", "2")
                .putQueryParam("after", after)
                .putHeader("Authorization", "Bearer any")
                .build();
        try (HttpClient client = OkHttpClient.builder().build();
                HttpResponse response = client.execute(request)) {
            return ObjectMappers.jsonMapper().readTree(response.body());
        }
    }

    @Test
    default void throwsTypedExceptions() {
        String thread = threads().create().id();
        BadRequestException invalid = catchThrowableOfType(
                BadRequestException.class,
                () -> messages()
                        .create(
                                thread,
                                message("Hello").toBuilder()
                                        .putAdditionalBodyProperty("file_ids", JsonValue.from(List.of()))
                                        .build()));

        assertThat(invalid.code()).contains("unknown_parameter");
        assertThat(invalid.param()).contains("file_ids");
        assertThat(invalid.type()).contains("invalid_request_error");
        assertThat(invalid.headers().values("x-request-id")).hasSize(1);
        assertThat(catchThrowableOfType(
                        NotFoundException.class, () -> messages().list("thread_none")))
                .hasMessageContaining("No thread found with id 'thread_none'.");
    }

    @Test
    default void createsOneMessageForARepeatedKey() {
        String thread = threads().create().id();
        MessageCreateParams keyed = message("Hello").toBuilder()
                .putAdditionalHeader("Idempotency-Key", "official")
                .build();

        Message first = messages().create(thread, keyed);

        assertThat(messages().create(thread, keyed)).isEqualTo(first);
        assertThat(messages().list(thread).data()).containsExactly(first);
    }

    private List<List<String>> pages(String thread, MessageListParams.Order order) {
        return IntStream.of(1, 7, 20, 100)
                .mapToObj(
                        limit -> messages()
                                .list(
                                        thread,
                                        MessageListParams.builder()
                                                .order(order)
                                                .limit(limit)
                                                .build())
                                .autoPager()
                                .stream()
                                .map(Message::id)
                                .toList())
                .toList();
    }

    private com.openai.services.blocking.beta.ThreadService threads() {
        return client("any").beta().threads();
    }

    private com.openai.services.blocking.beta.threads.MessageService messages() {
        return threads().messages();
    }

    /** The official client with a base URL and a key, as a user configures it. */
    default OpenAIClient client(String key) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(origin() + "/v1")
                .apiKey(key)
                .maxRetries(0)
                .build();
    }

    private static MessageCreateParams message(String text) {
        return MessageCreateParams.builder()
                .role(MessageCreateParams.Role.USER)
                .content(text)
                .build();
    }
}
