package dev.bobbin.transfer.conversation;

import dev.bobbin.conversation.ConversationKey;
import dev.bobbin.conversation.ConversationObject;
import dev.bobbin.conversation.NotFound;
import dev.bobbin.conversation.PositionedItem;
import dev.bobbin.security.Project;
import dev.bobbin.sequence.OwnerList;
import dev.bobbin.sequence.SequenceWalk;
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

/** The export and import of a project's conversations. OpenAI's API has no such operations. */
@ApiController
class ConversationTransferController {

    private final ConversationKind kind;
    private final OwnerExport<ConversationObject, PositionedItem> export;
    private final ImportEndpoint imports;

    ConversationTransferController(
            ConversationKind kind,
            OwnerList<ConversationObject> conversations,
            SequenceWalk<PositionedItem> items,
            TransferMetrics metrics,
            ImportEndpoint imports) {
        this.kind = kind;
        this.export = new OwnerExport<>(kind.names(), conversations, items, ItemLine::new, metrics);
        this.imports = imports;
    }

    @GetMapping("/conversations/export")
    JsonLines exportAll(Project project, HttpServletRequest request, MemoryReservation memory) {
        return export.ofAll(project.name(), MetadataFilter.of(request.getQueryString()), memory);
    }

    @GetMapping("/conversations/{conversationId}/export")
    JsonLines exportOne(Project project, ConversationKey path, MemoryReservation memory) {
        return export.ofOne(project.name(), path.id(), NotFound::conversation, memory);
    }

    @PostMapping("/conversations/import")
    JsonWritable importAll(Project project, HttpServletRequest request, MemoryReservation memory) throws IOException {
        return imports.run(kind, project, request, memory);
    }
}
