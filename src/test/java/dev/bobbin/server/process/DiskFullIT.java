package dev.bobbin.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.support.ApiClient;
import dev.bobbin.server.support.ApiClient.Answer;
import dev.bobbin.server.support.Server;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The disk has no room left, to the last byte. */
@Timeout(300)
class DiskFullIT {

    private static final int KILOBYTES = 4096;
    private static final String LONG_TEXT = "x".repeat(50_000);

    @TempDir
    private Path folder;

    @Test
    void stopsWithoutALossAndGoesOnWhenThereIsRoom() throws Exception {
        String thread;
        List<String> acknowledged = new ArrayList<>();
        try (JarProcess jar = JarProcess.startWithRoomFor(KILOBYTES, folder, "bobbin.min-free-disk=0")) {
            thread = jar.threadWith();
            writeUntilItFails(jar.api(), thread, acknowledged);

            assertThat(jar.exitCode()).isEqualTo(1);
            assertThat(jar.output().lines().filter(line -> line.contains("Bobbin stops")))
                    .singleElement()
                    .asString()
                    .contains("See that the disk has room");
        }
        try (JarProcess jar = JarProcess.start(folder)) {
            List<String> kept = jar.api().allTexts(thread);
            assertThat(acknowledged).isNotEmpty();
            assertThat(kept.subList(0, acknowledged.size())).isEqualTo(acknowledged);
            assertThat(jar.api().post(thread + "/messages", Server.say("More")).status())
                    .isEqualTo(200);
        }
    }

    /** What fails is told in the envelope, which the client of these tests demands. */
    private static void writeUntilItFails(ApiClient api, String thread, List<String> acknowledged) {
        while (true) {
            String text = acknowledged.size() + LONG_TEXT;
            Answer answer = api.post(thread + "/messages", Server.say(text));
            if (answer.status() != 200) {
                assertThat(answer.status()).isIn(500, 503);
                return;
            }
            acknowledged.add(text);
        }
    }
}
