package dev.bobbin.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.support.ApiClient.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL's primary is killed while clients of two servers write, and its synchronous standby takes over. Both
 * servers go on without a restart. Everything that they acknowledged is stored, once and in order.
 */
@Tag("failover")
@Timeout(900)
class FailoverIT {

    private static final Logger log = LoggerFactory.getLogger(FailoverIT.class);
    private static final int ROUNDS = Integer.getInteger("test.failover.rounds", 5);
    private static final int WRITERS = 8;
    private static final int WRITES_BETWEEN = 300;

    @TempDir
    private Path folder;

    @Test
    void losesNothingWhenTheStandbyTakesOver() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (FailoverCluster postgres = cluster(Files.createDirectory(folder.resolve("postgres")));
                JarProcess one = server(postgres);
                JarProcess two = server(postgres)) {
            for (int round = 0; round < ROUNDS; round++) {
                try (WriteLoad first = WriteLoad.on(one, WRITERS);
                        WriteLoad second = WriteLoad.on(two, WRITERS)) {
                    List<WriteLoad> loads = List.of(first, second);
                    awaitWrites(loads);
                    postgres.failOver();
                    awaitWrites(loads);
                    for (WriteLoad load : loads) {
                        load.stop();
                        assertStoresEveryAcknowledgedWrite(load, List.of(one, two));
                    }
                }
                postgres.rejoin();
            }
        }
    }

    private static FailoverCluster cluster(Path folder) throws IOException {
        return Boolean.getBoolean("test.failover.patroni") ? PatroniCluster.start(folder) : PostgresPair.start(folder);
    }

    private JarProcess server(FailoverCluster postgres) throws Exception {
        return JarProcess.start(
                folder,
                "spring.datasource.url=" + postgres.jdbcUrl(),
                "spring.datasource.hikari.connection-timeout=1000");
    }

    private static void awaitWrites(List<WriteLoad> loads) {
        loads.forEach(load -> load.awaitWrites(WRITES_BETWEEN));
    }

    private static void assertStoresEveryAcknowledgedWrite(WriteLoad load, List<JarProcess> servers) {
        long unknown = load.failures().stream()
                .filter(response -> response.status() == 500)
                .count();
        log.info(
                "{} acknowledged, {} rejected, {} with an unknown outcome",
                load.acknowledged().stream().mapToInt(List::size).sum(),
                load.failures().size() - unknown,
                unknown);
        assertThat(load.failures()).extracting(Response::status).isSubsetOf(500, 503);
        for (JarProcess server : servers) {
            List<String> stored = server.api().allTexts(load.thread());
            assertThat(stored).doesNotHaveDuplicates();
            assertThat(load.rejected()).doesNotContainAnyElementsOf(stored);
            assertThat(load.acknowledged())
                    .allSatisfy(texts -> assertThat(stored).containsSubsequence(texts));
            assertThat(load.threads())
                    .allSatisfy(
                            thread -> assertThat(server.api().allTexts(thread)).containsExactly("1", "2", "3"));
        }
    }
}
