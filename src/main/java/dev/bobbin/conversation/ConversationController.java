package dev.bobbin.conversation;

import dev.bobbin.conversation.request.CreateConversationRequest;
import dev.bobbin.conversation.request.UpdateConversationRequest;
import dev.bobbin.idempotency.IdempotencyKey;
import dev.bobbin.security.Project;
import dev.bobbin.web.ApiController;
import dev.bobbin.web.json.DeletedObject;
import dev.bobbin.web.json.JsonBody;
import dev.bobbin.web.json.JsonWritable;
import dev.bobbin.web.limit.MemoryReservation;
import dev.bobbin.web.page.ListPage;
import dev.bobbin.web.page.MetadataFilter;
import dev.bobbin.web.page.PageQuery;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/**
 * The operations on conversations. The order of a method's parameters is the order of the checks: the syntax of the
 * body, then the id in the path, then the members of the body.
 */
@ApiController
@EnableConfigurationProperties(ConversationProperties.class)
class ConversationController {

    private static final String CONVERSATIONS = "/conversations";

    /** Excludes the paths of the export and the import. */
    private static final String CONVERSATION = CONVERSATIONS + "/{conversationId:(?!(?:export|import)$).+}";

    private final ConversationService conversations;
    private final ConversationMetrics metrics;
    private final int maxItems;

    ConversationController(
            ConversationService conversations, ConversationMetrics metrics, ConversationProperties properties) {
        properties.check();
        this.conversations = conversations;
        this.metrics = metrics;
        this.maxItems = properties.maxItems();
    }

    @PostMapping(CONVERSATIONS)
    JsonWritable create(Project project, JsonBody body, @Nullable IdempotencyKey key, HttpServletResponse response) {
        CreateConversationRequest request = body.read(input -> CreateConversationRequest.from(input, maxItems));
        return conversations
                .create(project, request, key)
                .ifNew(() -> metrics.conversationCreated(request.items().size()))
                .respond(response);
    }

    /** OpenAI's API has no such operation. It has the form of Azure's, which OpenAI's clients reach by a plain GET. */
    @GetMapping(CONVERSATIONS)
    ListPage<ConversationObject> list(Project project, HttpServletRequest request, MemoryReservation memory) {
        String query = request.getQueryString();
        return conversations.list(
                project,
                PageQuery.of(query, Conversation.ID_PREFIX, "agent_name", "agent_id"),
                MetadataFilter.of(query),
                memory);
    }

    @GetMapping(CONVERSATION)
    ConversationObject retrieve(Project project, ConversationKey path) {
        return conversations.retrieve(project, path.id());
    }

    @PostMapping(CONVERSATION)
    ConversationObject update(Project project, JsonBody body, ConversationKey path) {
        return conversations.update(project, path.id(), body.read(UpdateConversationRequest::from));
    }

    @DeleteMapping(CONVERSATION)
    DeletedObject delete(Project project, ConversationKey path) {
        DeletedObject deleted = conversations.delete(project, path.id());
        metrics.conversationDeleted();
        return deleted;
    }
}
