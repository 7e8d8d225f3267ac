// A conversation in Java: creates a thread, says something, reads it page by page, and deletes it.
//
//     BOBBIN_URL=http://127.0.0.1:8080/v1 BOBBIN_KEY=sk-... mvn -q compile exec:java
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.NotFoundException;
import com.openai.models.beta.threads.messages.Message;
import com.openai.models.beta.threads.messages.MessageCreateParams;
import com.openai.models.beta.threads.messages.MessageDeleteParams;
import com.openai.models.beta.threads.messages.MessageListParams;
import com.openai.models.beta.threads.messages.MessageRetrieveParams;
import com.openai.services.blocking.beta.ThreadService;
import com.openai.services.blocking.beta.threads.MessageService;
import java.util.UUID;

public class Conversation {

    public static void main(String[] args) {
        OpenAIClient client = OpenAIOkHttpClient.builder()
                .baseUrl(System.getenv().getOrDefault("BOBBIN_URL", "http://127.0.0.1:8080/v1"))
                .apiKey(System.getenv().getOrDefault("BOBBIN_KEY", "any"))
                .build();
        ThreadService threads = client.beta().threads();
        MessageService messages = threads.messages();

        String thread = threads.create().id();
        messages.create(says(MessageCreateParams.Role.USER, "Which thread suits denim?", thread));
        Message answer = messages.create(says(MessageCreateParams.Role.ASSISTANT, "A stout one, of polyester.", thread));

        // Asks for one page after the other.
        messages.list(MessageListParams.builder()
                        .threadId(thread)
                        .order(MessageListParams.Order.ASC)
                        .limit(1)
                        .build())
                .autoPager()
                .forEach(message -> System.out.println(
                        message.role() + ": " + message.content().get(0).asText().text().value()));

        messages.delete(MessageDeleteParams.builder().threadId(thread).messageId(answer.id()).build());
        try {
            messages.retrieve(MessageRetrieveParams.builder().threadId(thread).messageId(answer.id()).build());
        } catch (NotFoundException e) {
            System.out.println("deleted: " + e.getMessage());
        }
        threads.delete(thread);
        client.close();
    }

    /** With a key of its own the message is created once, however often the client has to try. */
    private static MessageCreateParams says(MessageCreateParams.Role role, String text, String thread) {
        return MessageCreateParams.builder()
                .threadId(thread)
                .role(role)
                .content(text)
                .putAdditionalHeader("Idempotency-Key", UUID.randomUUID().toString())
                .build();
    }
}
