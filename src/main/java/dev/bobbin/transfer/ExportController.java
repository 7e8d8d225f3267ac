package dev.bobbin.transfer;

import dev.bobbin.security.Project;
import dev.bobbin.thread.NotFound;
import dev.bobbin.thread.ThreadKey;
import dev.bobbin.thread.ThreadObject;
import dev.bobbin.web.ApiController;
import dev.bobbin.web.json.JsonLines;
import dev.bobbin.web.limit.MemoryReservation;
import dev.bobbin.web.page.MetadataFilter;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.bind.annotation.GetMapping;

/** The export of a project's threads, or of one of them. OpenAI's API has no such operations. */
@ApiController(isBeta = true)
class ExportController {

    private final ThreadExport export;

    ExportController(ThreadExport export) {
        this.export = export;
    }

    @GetMapping("/threads/export")
    JsonLines exportAll(Project project, HttpServletRequest request, MemoryReservation memory) {
        MetadataFilter filter = MetadataFilter.of(request.getQueryString());
        return lines -> export.writeAll(project.name(), filter, lines, memory);
    }

    @GetMapping("/threads/{threadId}/export")
    JsonLines exportOne(Project project, ThreadKey path, MemoryReservation memory) {
        ThreadObject thread = export.find(project.name(), path.id());
        return lines -> {
            if (!export.write(project.name(), thread, lines, memory)) {
                throw NotFound.thread(thread.id());
            }
        };
    }
}
