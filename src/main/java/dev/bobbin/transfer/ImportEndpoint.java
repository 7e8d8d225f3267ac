package dev.bobbin.transfer;

import dev.bobbin.security.Project;
import dev.bobbin.web.error.InvalidInput;
import dev.bobbin.web.json.BodyFormat;
import dev.bobbin.web.json.JsonWritable;
import dev.bobbin.web.limit.LongTransfer;
import dev.bobbin.web.limit.MemoryReservation;
import dev.bobbin.web.limit.RequestBody;
import dev.bobbin.web.page.QueryParameters;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/** Carries out a request that imports owners of one kind. */
@Component
public class ImportEndpoint {

    private static final MediaType[] TYPES = {
        MediaType.APPLICATION_JSON,
        MediaType.parseMediaType("application/jsonl"),
        MediaType.parseMediaType("application/x-ndjson")
    };

    private final OwnerImport ownerImport;

    ImportEndpoint(OwnerImport ownerImport) {
        this.ownerImport = ownerImport;
    }

    public JsonWritable run(TransferKind kind, Project project, HttpServletRequest request, MemoryReservation memory)
            throws IOException {
        BodyFormat.require(request, TYPES);
        boolean createOwners = createOwners(kind, request.getQueryString());
        LongTransfer.begin(request);
        return ownerImport.run(
                kind,
                project.name(),
                createOwners,
                request.getInputStream(),
                RequestBody.receivedMemory(request),
                RequestBody.parsedMemory(request),
                memory);
    }

    private static boolean createOwners(TransferKind kind, String query) {
        String parameter = "create_" + kind.names().owners();
        String value = QueryParameters.of(query).value(parameter);
        if (value != null && !value.equals("true") && !value.equals("false")) {
            throw InvalidInput.unsupported(parameter, value, "true", "false");
        }
        return "true".equals(value);
    }
}
