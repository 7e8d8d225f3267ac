package dev.bobbin.thread;

import static dev.bobbin.api.ObjectId.threadId;

import dev.bobbin.api.ApiController;
import dev.bobbin.api.DeletedObject;
import dev.bobbin.api.IdempotencyKey;
import dev.bobbin.api.JsonInput;
import dev.bobbin.project.Project;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** The four calls on threads. */
@ApiController
class ThreadController {

    /** Not {@code /threads/runs}, where the clients create a thread and a run at once. */
    private static final String THREAD = "/threads/{threadId:(?!runs$).+}";

    private final ThreadService threads;
    private final ThreadRemoval removal;

    ThreadController(ThreadService threads, ThreadRemoval removal) {
        this.threads = threads;
        this.removal = removal;
    }

    @PostMapping("/threads")
    ResponseEntity<?> create(Project project, JsonInput body, @Nullable IdempotencyKey key) {
        return threads.create(project, CreateThreadRequest.from(body), key).toResponse();
    }

    @GetMapping(THREAD)
    ThreadObject retrieve(Project project, @PathVariable String threadId) {
        return threads.retrieve(project, threadId(threadId));
    }

    @PostMapping(THREAD)
    ThreadObject modify(Project project, @PathVariable String threadId, JsonInput body) {
        return threads.modify(project, threadId(threadId), ModifyThreadRequest.from(body));
    }

    @DeleteMapping(THREAD)
    DeletedObject delete(Project project, @PathVariable String threadId) {
        return removal.delete(project, threadId(threadId));
    }
}
