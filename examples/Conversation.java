// Creates a thread, adds messages, lists them page by page, and deletes the thread.
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
        Message answer =
                messages.create(says(MessageCreateParams.Role.ASSISTANT, "A strong polyester thread.", thread));

        // The client requests further pages as needed.
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

    /** The idempotency key makes retries safe: the server creates the message only once. */
    private static MessageCreateParams says(MessageCreateParams.Role role, String text, String thread) {
        return MessageCreateParams.builder()
                .threadId(thread)
                .role(role)
                .content(text)
                .putAdditionalHeader("Idempotency-Key", UUID.randomUUID().toString())
                .build();
    }
}
