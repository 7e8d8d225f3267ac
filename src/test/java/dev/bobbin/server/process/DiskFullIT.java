package dev.bobbin.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.support.ApiClient;
import dev.bobbin.server.support.ApiClient.Response;
import dev.bobbin.server.support.Server;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A full disk stops the server, but no acknowledged write is lost. */
@Tag("slow")
@Timeout(300)
class DiskFullIT {

    private static final int FILE_SIZE_LIMIT_KB = 4096;
    private static final String LONG_TEXT = "x".repeat(50_000);

    @TempDir
    private Path folder;

    @Test
    void stopsWithoutDataLossAndAcceptsWritesAfterARestartWithFreeSpace() throws Exception {
        String thread;
        List<String> acknowledged = new ArrayList<>();
        try (JarProcess jar = JarProcess.startWithFileSizeLimit(FILE_SIZE_LIMIT_KB, folder, "bobbin.min-free-disk=0")) {
            thread = jar.threadWith();
            writeUntilItFails(jar.api(), thread, acknowledged);

            assertThat(jar.exitCode()).isEqualTo(1);
            assertThat(jar.output().lines().filter(line -> line.contains("Bobbin stops")))
                    .singleElement()
                    .asString()
                    .contains("Check that the disk has free space");
        }
        try (JarProcess jar = JarProcess.start(folder)) {
            List<String> stored = jar.api().allTexts(thread);
            assertThat(acknowledged).isNotEmpty();
            assertThat(stored.subList(0, acknowledged.size())).isEqualTo(acknowledged);
            assertThat(jar.api()
                            .post(thread + "/messages", Server.message("More"))
                            .status())
                    .isEqualTo(200);
        }
    }

    /** The failed write must return an error envelope: {@link ApiClient} checks every response. */
    private static void writeUntilItFails(ApiClient api, String thread, List<String> acknowledged) {
        while (true) {
            String text = acknowledged.size() + LONG_TEXT;
            Response response = api.post(thread + "/messages", Server.message(text));
            if (response.status() != 200) {
                assertThat(response.status()).isIn(500, 503);
                return;
            }
            acknowledged.add(text);
        }
    }
}
