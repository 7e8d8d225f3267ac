package dev.bobbin.transfer.thread;

import dev.bobbin.security.Project;
import dev.bobbin.sequence.OwnerList;
import dev.bobbin.sequence.SequenceWalk;
import dev.bobbin.thread.NotFound;
import dev.bobbin.thread.PositionedMessage;
import dev.bobbin.thread.ThreadKey;
import dev.bobbin.thread.ThreadObject;
import dev.bobbin.transfer.ImportEndpoint;
import dev.bobbin.transfer.OwnerExport;
import dev.bobbin.transfer.TransferMetrics;
import dev.bobbin.web.ApiController;
import dev.bobbin.web.json.JsonLines;
import dev.bobbin.web.json.JsonWritable;
import dev.bobbin.web.limit.MemoryReservation;
import dev.bobbin.web.page.MetadataFilter;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/** The export and import of a project's threads. OpenAI's API has no such operations. */
@ApiController(isBeta = true)
class ThreadTransferController {

    private final ThreadKind kind;
    private final OwnerExport<ThreadObject, PositionedMessage> export;
    private final ImportEndpoint imports;

    ThreadTransferController(
            ThreadKind kind,
            OwnerList<ThreadObject> threads,
            SequenceWalk<PositionedMessage> messages,
            TransferMetrics metrics,
            ImportEndpoint imports) {
        this.kind = kind;
        this.export = new OwnerExport<>(kind.names(), threads, messages, (threadId, message) -> message, metrics);
        this.imports = imports;
    }

    @GetMapping("/threads/export")
    JsonLines exportAll(Project project, HttpServletRequest request, MemoryReservation memory) {
        return export.ofAll(project.name(), MetadataFilter.of(request.getQueryString()), memory);
    }

    @GetMapping("/threads/{threadId}/export")
    JsonLines exportOne(Project project, ThreadKey path, MemoryReservation memory) {
        return export.ofOne(project.name(), path.id(), NotFound::thread, memory);
    }

    @PostMapping("/threads/import")
    JsonWritable importAll(Project project, HttpServletRequest request, MemoryReservation memory) throws IOException {
        return imports.run(kind, project, request, memory);
    }
}
