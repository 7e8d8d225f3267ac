package dev.bobbin.thread;

import static dev.bobbin.api.ObjectId.threadId;

import dev.bobbin.api.ApiController;
import dev.bobbin.api.ApiException;
import dev.bobbin.api.DeletedObject;
import dev.bobbin.api.JsonInput;
import dev.bobbin.project.Project;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** The four calls on threads. */
@ApiController
class ThreadController {

    private final ThreadService threads;

    ThreadController(ThreadService threads) {
        this.threads = threads;
    }

    @PostMapping("/threads")
    ThreadObject create(Project project, JsonInput body) {
        return threads.create(project, CreateThreadRequest.from(body));
    }

    @GetMapping("/threads/{threadId}")
    ThreadObject retrieve(Project project, @PathVariable String threadId) {
        return threads.retrieve(project, threadId(threadId));
    }

    @PostMapping("/threads/{threadId}")
    ThreadObject modify(Project project, @PathVariable String threadId, JsonInput body) {
        return threads.modify(project, threadId(threadId), ModifyThreadRequest.from(body));
    }

    @DeleteMapping("/threads/{threadId}")
    DeletedObject delete(Project project, @PathVariable String threadId) {
        return threads.delete(project, threadId(threadId));
    }

    /** The clients' address for creating a thread and a run at once, which must not be read as a thread's id. */
    @RequestMapping("/threads/runs")
    ThreadObject runs(HttpServletRequest request) {
        throw ApiException.noSuchUrl(request);
    }
}
