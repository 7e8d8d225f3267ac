package dev.bobbin.database.backup;

import dev.bobbin.database.Database;
import dev.bobbin.database.h2.H2File;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Lets the operator download a backup of the H2 file while the server keeps running. */
@RestController
class BackupController {

    private final Database database;

    BackupController(Database database) {
        this.database = database;
    }

    /**
     * Returns a zip with the file and a summary. The file contains every write that the server had confirmed before the
     * request, and no partial transaction.
     */
    @PostMapping(BackupCommand.PATH)
    void backup(HttpServletResponse response) throws IOException {
        H2File file = database.file()
                .filter(H2File::isOnDisk)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        response.setContentType("application/zip");
        // Not in a try-with-resources: closing the zip after a failure would make an incomplete backup look complete.
        ZipOutputStream zip = new ZipOutputStream(response.getOutputStream());
        zip.putNextEntry(new ZipEntry(BackupFile.DATABASE));
        Map<String, Long> rows =
                file.backup().writeTo(zip).orElseThrow(() -> new ResponseStatusException(HttpStatus.CONFLICT));
        zip.putNextEntry(new ZipEntry(BackupFile.SUMMARY));
        zip.write(new BackupSummary(rows).text().getBytes(StandardCharsets.UTF_8));
        zip.finish();
    }
}
