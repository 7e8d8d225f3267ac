package dev.bobbin.transfer;

import dev.bobbin.security.Project;
import dev.bobbin.web.ApiController;
import dev.bobbin.web.error.InvalidInput;
import dev.bobbin.web.json.BodyFormat;
import dev.bobbin.web.limit.LongTransfer;
import dev.bobbin.web.limit.MemoryReservation;
import dev.bobbin.web.limit.RequestBody;
import dev.bobbin.web.page.QueryParameters;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;

/** The import of threads into a project. OpenAI's API has no such operation. */
@ApiController(isBeta = true)
class ImportController {

    private static final String CREATE_THREADS = "create_threads";
    private static final MediaType[] TYPES = {
        MediaType.APPLICATION_JSON,
        MediaType.parseMediaType("application/jsonl"),
        MediaType.parseMediaType("application/x-ndjson")
    };

    private final ThreadImport threadImport;

    ImportController(ThreadImport threadImport) {
        this.threadImport = threadImport;
    }

    @PostMapping("/threads/import")
    ImportReport importThreads(Project project, HttpServletRequest request, MemoryReservation memory)
            throws IOException {
        BodyFormat.require(request, TYPES);
        boolean createThreads = createThreads(request.getQueryString());
        LongTransfer.begin(request);
        return threadImport.run(
                project.name(),
                createThreads,
                request.getInputStream(),
                RequestBody.receivedMemory(request),
                RequestBody.parsedMemory(request),
                memory);
    }

    private static boolean createThreads(String query) {
        String value = QueryParameters.of(query).value(CREATE_THREADS);
        if (value != null && !value.equals("true") && !value.equals("false")) {
            throw InvalidInput.unsupported(CREATE_THREADS, value, "true", "false");
        }
        return "true".equals(value);
    }
}
