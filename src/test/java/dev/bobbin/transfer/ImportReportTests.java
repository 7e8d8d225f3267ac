package dev.bobbin.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.transfer.EntryIndex.Entry;
import dev.bobbin.transfer.body.BodyScanner.Element;
import dev.bobbin.web.json.JsonText;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportReportTests {

    @Test
    void countsWhatWasCreatedBeforeAnotherRequestCausedAProblem(@TempDir Path folder) throws IOException {
        ImportReport report =
                new ImportReport(new TransferNames("thread", "threads", "message", "messages", "thread", "id"));
        Written written = new Written();
        written.entries = 2;

        try (FileChannel file = FileChannel.open(
                folder.resolve("index"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            OwnerLines lines = new OwnerLines("thread_1", new EntryIndex(file));
            for (int line = 1; line <= 6; line++) {
                lines.entries.add(new Entry(new Element(line, -1, line, line), line, false));
            }
            report.countRefused(lines, 3, written);
        }

        assertThat(JsonText.copyOf(report).text()).contains("\"messages\":{\"created\":2,\"skipped\":1,\"refused\":3}");
    }
}
