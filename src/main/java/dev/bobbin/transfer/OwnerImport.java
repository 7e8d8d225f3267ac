package dev.bobbin.transfer;

import dev.bobbin.transfer.body.BodyScanner;
import dev.bobbin.transfer.body.BodyScanner.Element;
import dev.bobbin.web.error.ApiException;
import dev.bobbin.web.json.JsonInput;
import dev.bobbin.web.limit.MemoryReservation;
import dev.bobbin.web.limit.RequestBody;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;

/** Imports a body: it stores the body in a file first, and then reads it owner by owner. */
@Service
class OwnerImport {

    /** Heap bytes that an import needs, besides those for the entries of one step. */
    private static final long HEAP_BYTES = 2 << 20;

    private final Spool spool;
    private final OwnerImporter importer;
    private final RequestBody requestBody;
    private final TransferMetrics metrics;

    OwnerImport(Spool spool, OwnerImporter importer, RequestBody requestBody, TransferMetrics metrics) {
        this.spool = spool;
        this.importer = importer;
        this.requestBody = requestBody;
        this.metrics = metrics;
    }

    /**
     * @param running the reservation for everything else that the import holds once the body is in the file
     * @param parsing the reservation for the element that is being parsed
     * @param writing the reservation for entries that are written or compared
     */
    ImportReport run(
            TransferKind kind,
            String project,
            boolean createOwners,
            InputStream body,
            MemoryReservation running,
            MemoryReservation parsing,
            MemoryReservation writing)
            throws IOException {
        ImportReport report = new ImportReport(kind.names());
        try (FileChannel file = spool.create();
                FileChannel indexFile = spool.create()) {
            spool.store(body, file);
            running.reserve(HEAP_BYTES);
            Function<Element, JsonInput> json = element -> {
                parsing.reserve(element.bytes());
                return JsonInput.parseObject(BodyScanner.read(file, element), element.path());
            };
            LaterOwners laterOwners = new LaterOwners(kind, json);
            if (createOwners) {
                find(laterOwners, file);
            }
            Import current = new Import(
                    kind, project, createOwners, json, new HashSet<>(), new ArrayList<>(), parsing, writing, report);
            ImportRun run = new ImportRun(current, importer, new EntryIndex(indexFile), laterOwners);
            try {
                new BodyScanner(file, requestBody.maxObjectBytes(), run).scan();
                run.finish();
            } catch (ApiException e) {
                // The client keeps what stood before the error.
                importer.createNewOwners(current);
                throw e;
            }
            importer.createNewOwners(current);
        } finally {
            metrics.imported(report);
        }
        return report;
    }

    private void find(LaterOwners lines, FileChannel file) throws IOException {
        try {
            new BodyScanner(file, requestBody.maxObjectBytes(), lines).scan();
        } catch (ApiException e) {
            // The import itself reports a value that is too large.
            if (!e.status().equals(HttpStatus.CONTENT_TOO_LARGE)) {
                throw e;
            }
        }
    }
}
