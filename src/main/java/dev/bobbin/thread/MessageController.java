package dev.bobbin.thread;

import static dev.bobbin.api.ObjectId.messageId;
import static dev.bobbin.api.ObjectId.threadId;

import dev.bobbin.api.ApiController;
import dev.bobbin.api.DeletedObject;
import dev.bobbin.api.IdempotencyKey;
import dev.bobbin.api.JsonInput;
import dev.bobbin.api.ListPage;
import dev.bobbin.api.MemoryShare;
import dev.bobbin.api.PageQuery;
import dev.bobbin.project.Project;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;

/** The five calls on messages. An id is checked before the body's members are, and a body's syntax before either. */
@ApiController
class MessageController {

    private static final String MESSAGES = "/threads/{threadId}/messages";
    private static final String MESSAGE = MESSAGES + "/{messageId}";

    private final MessageService messages;
    private final WholeMessages wholeMessages;

    MessageController(MessageService messages, WholeMessages wholeMessages) {
        this.messages = messages;
        this.wholeMessages = wholeMessages;
    }

    @PostMapping(MESSAGES)
    ResponseEntity<?> create(
            Project project, @PathVariable String threadId, JsonInput body, @Nullable IdempotencyKey key) {
        return messages.create(project, threadId(threadId), CreateMessageRequest.from(body), key)
                .toResponse();
    }

    @GetMapping(MESSAGES)
    ListPage<MessageObject> list(
            Project project,
            @PathVariable String threadId,
            HttpServletRequest request,
            @RequestAttribute MemoryShare answerMemory) {
        return wholeMessages.list(
                answerMemory, project, threadId(threadId), PageQuery.ofMessages(request.getQueryString()));
    }

    @GetMapping(MESSAGE)
    MessageObject retrieve(
            Project project,
            @PathVariable String threadId,
            @PathVariable String messageId,
            @RequestAttribute MemoryShare answerMemory) {
        return wholeMessages.retrieve(answerMemory, project, threadId(threadId), messageId(messageId));
    }

    @PostMapping(MESSAGE)
    MessageObject modify(
            Project project,
            @PathVariable String threadId,
            @PathVariable String messageId,
            JsonInput body,
            @RequestAttribute MemoryShare answerMemory) {
        return wholeMessages.modify(
                answerMemory, project, threadId(threadId), messageId(messageId), ModifyMessageRequest.from(body));
    }

    @DeleteMapping(MESSAGE)
    DeletedObject delete(Project project, @PathVariable String threadId, @PathVariable String messageId) {
        return messages.delete(project, threadId(threadId), messageId(messageId));
    }
}
