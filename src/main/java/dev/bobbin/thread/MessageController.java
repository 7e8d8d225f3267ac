package dev.bobbin.thread;

import dev.bobbin.idempotency.IdempotencyKey;
import dev.bobbin.security.Project;
import dev.bobbin.thread.request.CreateMessageRequest;
import dev.bobbin.thread.request.ModifyMessageRequest;
import dev.bobbin.web.ApiController;
import dev.bobbin.web.json.DeletedObject;
import dev.bobbin.web.json.JsonBody;
import dev.bobbin.web.json.JsonWritable;
import dev.bobbin.web.limit.MemoryReservation;
import dev.bobbin.web.page.ListPage;
import dev.bobbin.web.page.PageQuery;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/**
 * The five operations on messages. The order of a method's parameters is the order of the checks: the syntax of the
 * body, then the ids in the path, then the members of the body.
 */
@ApiController(isBeta = true)
class MessageController {

    private static final String MESSAGES = "/threads/{threadId}/messages";
    private static final String MESSAGE = MESSAGES + "/{messageId}";

    private final MessageService messages;
    private final ThreadMetrics metrics;

    MessageController(MessageService messages, ThreadMetrics metrics) {
        this.messages = messages;
        this.metrics = metrics;
    }

    @PostMapping(MESSAGES)
    JsonWritable create(
            Project project,
            JsonBody body,
            @Nullable IdempotencyKey key,
            ThreadKey path,
            HttpServletResponse response) {
        return messages.create(project, path.id(), body.read(CreateMessageRequest::from), key)
                .ifNew(metrics::messageCreated)
                .respond(response);
    }

    @GetMapping(MESSAGES)
    ListPage<MessageObject> list(
            Project project, ThreadKey path, HttpServletRequest request, MemoryReservation memory) {
        PageQuery query = PageQuery.of(request.getQueryString(), Message.ID_PREFIX, "run_id");
        return messages.list(project, path.id(), query, memory);
    }

    @GetMapping(MESSAGE)
    MessageObject retrieve(Project project, MessageKey path, MemoryReservation memory) {
        return messages.retrieve(project, path, memory);
    }

    @PostMapping(MESSAGE)
    MessageObject modify(Project project, JsonBody body, MessageKey path, MemoryReservation memory) {
        return messages.modify(project, path, body.read(ModifyMessageRequest::from), memory);
    }

    @DeleteMapping(MESSAGE)
    DeletedObject delete(Project project, MessageKey path) {
        DeletedObject deleted = messages.delete(project, path);
        metrics.messageDeleted();
        return deleted;
    }
}
