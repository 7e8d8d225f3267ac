package dev.bobbin.database.backup;

import dev.bobbin.database.Database;
import dev.bobbin.database.h2.H2File;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Hands the operator a copy of the H2 file while the server goes on. */
@RestController
class BackupController {

    private final Database database;

    BackupController(Database database) {
        this.database = database;
    }

    /** A zip with the file: whatever was answered before the call is in it, and no half of anything else. */
    @PostMapping(BackupCommand.PATH)
    void backup(HttpServletResponse response) throws IOException {
        H2File file = database.file()
                .filter(H2File::isOnDisk)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        response.setContentType("application/zip");
        // Not closed when it fails: that would make a whole zip of half a file.
        ZipOutputStream zip = new ZipOutputStream(response.getOutputStream());
        zip.putNextEntry(new ZipEntry(BackupCommand.ENTRY));
        if (!file.copy().writeTo(zip)) {
            throw new ResponseStatusException(HttpStatus.CONFLICT);
        }
        zip.closeEntry();
        zip.finish();
    }
}
