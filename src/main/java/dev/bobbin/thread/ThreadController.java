package dev.bobbin.thread;

import dev.bobbin.api.ApiController;
import dev.bobbin.api.DeletedObject;
import dev.bobbin.api.IdempotencyKey;
import dev.bobbin.api.JsonAnswer;
import dev.bobbin.api.JsonInput;
import dev.bobbin.project.Project;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/** The four calls on threads. */
@ApiController
class ThreadController {

    /** Not {@code /threads/runs}, where the clients create a thread and a run at once. */
    private static final String THREAD = "/threads/{threadId:(?!runs$).+}";

    private final ThreadService threads;
    private final ThreadRemoval removal;
    private final Activity activity;

    ThreadController(ThreadService threads, ThreadRemoval removal, Activity activity) {
        this.threads = threads;
        this.removal = removal;
        this.activity = activity;
    }

    @PostMapping("/threads")
    JsonAnswer create(Project project, JsonInput body, @Nullable IdempotencyKey key, HttpServletResponse response) {
        CreateThreadRequest request = CreateThreadRequest.from(body);
        return threads.create(project, request, key)
                .onFirst(() -> activity.threadCreated(request.messages().size()))
                .toAnswer(response);
    }

    @GetMapping(THREAD)
    ThreadObject retrieve(Project project, ThreadPath path) {
        return threads.retrieve(project, path.threadId());
    }

    @PostMapping(THREAD)
    ThreadObject modify(Project project, JsonInput body, ThreadPath path) {
        return threads.modify(project, path.threadId(), ModifyThreadRequest.from(body));
    }

    @DeleteMapping(THREAD)
    DeletedObject delete(Project project, ThreadPath path) {
        DeletedObject deleted = removal.delete(project, path.threadId());
        activity.threadDeleted();
        return deleted;
    }
}
