package dev.bobbin.thread;

import dev.bobbin.idempotency.IdempotencyKey;
import dev.bobbin.security.Project;
import dev.bobbin.thread.request.CreateThreadRequest;
import dev.bobbin.thread.request.ModifyThreadRequest;
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
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/** The four operations on threads. */
@ApiController(isBeta = true)
class ThreadController {

    /**
     * Excludes the paths of other endpoints. {@code /threads/runs} is OpenAI's endpoint that creates a thread and a run
     * at once, and Bobbin has no runs.
     */
    private static final String THREAD = "/threads/{threadId:(?!(?:runs|export|import)$).+}";

    private final ThreadService threads;
    private final ThreadMetrics metrics;

    ThreadController(ThreadService threads, ThreadMetrics metrics) {
        this.threads = threads;
        this.metrics = metrics;
    }

    @PostMapping("/threads")
    JsonWritable create(Project project, JsonBody body, @Nullable IdempotencyKey key, HttpServletResponse response) {
        CreateThreadRequest request = body.read(CreateThreadRequest::from);
        return threads.create(project, request, key)
                .ifNew(() -> metrics.threadCreated(request.messages().size()))
                .respond(response);
    }

    /** OpenAI's API has no such operation. Clients reach it by a plain GET. */
    @GetMapping("/threads")
    ListPage<ThreadObject> list(Project project, HttpServletRequest request, MemoryReservation memory) {
        String query = request.getQueryString();
        return threads.list(project, PageQuery.of(query, MessageThread.ID_PREFIX), MetadataFilter.of(query), memory);
    }

    @GetMapping(THREAD)
    ThreadObject retrieve(Project project, ThreadKey path) {
        return threads.retrieve(project, path.id());
    }

    @PostMapping(THREAD)
    ThreadObject modify(Project project, JsonBody body, ThreadKey path) {
        return threads.modify(project, path.id(), body.read(ModifyThreadRequest::from));
    }

    @DeleteMapping(THREAD)
    DeletedObject delete(Project project, ThreadKey path) {
        DeletedObject deleted = threads.delete(project, path.id());
        metrics.threadDeleted();
        return deleted;
    }
}
