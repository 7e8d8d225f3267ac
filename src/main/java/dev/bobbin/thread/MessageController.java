package dev.bobbin.thread;

import dev.bobbin.api.ApiController;
import dev.bobbin.api.DeletedObject;
import dev.bobbin.api.IdempotencyKey;
import dev.bobbin.api.JsonAnswer;
import dev.bobbin.api.JsonInput;
import dev.bobbin.api.ListPage;
import dev.bobbin.api.MemoryShare;
import dev.bobbin.api.PageQuery;
import dev.bobbin.project.Project;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/** The five calls on messages. What stands first is checked first: a body's syntax, then the ids, then the body's members. */
@ApiController
class MessageController {

    private static final String MESSAGES = "/threads/{threadId}/messages";
    private static final String MESSAGE = MESSAGES + "/{messageId}";

    private final MessageCreation creation;
    private final MessageService messages;
    private final WholeMessages wholeMessages;
    private final Activity activity;

    MessageController(
            MessageCreation creation, MessageService messages, WholeMessages wholeMessages, Activity activity) {
        this.creation = creation;
        this.messages = messages;
        this.wholeMessages = wholeMessages;
        this.activity = activity;
    }

    @PostMapping(MESSAGES)
    JsonAnswer create(
            Project project,
            JsonInput body,
            @Nullable IdempotencyKey key,
            ThreadPath path,
            HttpServletResponse response) {
        return creation.create(project, path.threadId(), CreateMessageRequest.from(body), key)
                .onFirst(activity::messageCreated)
                .toAnswer(response);
    }

    @GetMapping(MESSAGES)
    ListPage<MessageObject> list(Project project, ThreadPath path, HttpServletRequest request, MemoryShare memory) {
        return wholeMessages.list(memory, project, path.threadId(), PageQuery.ofMessages(request.getQueryString()));
    }

    @GetMapping(MESSAGE)
    MessageObject retrieve(Project project, MessageKey path, MemoryShare memory) {
        return wholeMessages.retrieve(memory, project, path.threadId(), path.id());
    }

    @PostMapping(MESSAGE)
    MessageObject modify(Project project, JsonInput body, MessageKey path, MemoryShare memory) {
        return wholeMessages.modify(memory, project, path.threadId(), path.id(), ModifyMessageRequest.from(body));
    }

    @DeleteMapping(MESSAGE)
    DeletedObject delete(Project project, MessageKey path) {
        DeletedObject deleted = messages.delete(project, path.threadId(), path.id());
        activity.messageDeleted();
        return deleted;
    }
}
