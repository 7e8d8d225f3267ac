package dev.bobbin.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.support.ApiClient;
import dev.bobbin.server.support.ApiClient.Response;
import dev.bobbin.server.support.SequenceKind;
import dev.bobbin.server.support.SequenceUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random threads and conversations move from one database to the other and back. Every response stays the same, byte
 * for byte.
 */
@Tag("slow")
@Timeout(300)
class TransferIT {

    private static final long SEED = Long.getLong("test.seed", System.nanoTime());

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void keepsEveryResponseOnTheOtherDatabase(SequenceKind kind) throws Exception {
        try (PostgresProcess postgres = PostgresProcess.start(folder.resolve("postgres"));
                JarProcess onPostgres = JarProcess.start(newFolder("unused"), postgres.setting());
                JarProcess onH2 = JarProcess.start(newFolder("h2"));
                JarProcess empty = JarProcess.start(newFolder("empty"))) {
            List<String> owners = createRandomOwners(onH2.api(), kind);
            List<String> responses = responses(onH2.api(), kind, owners);
            String export = export(onH2.api(), kind);

            for (JarProcess target : List.of(onPostgres, empty)) {
                Response report = importTo(target.api(), kind, export);

                assertThat(report.body()).as("Seed " + SEED).contains("\"problems\":[]");
                assertThat(export(target.api(), kind)).as("Seed " + SEED).isEqualTo(export);
                assertThat(responses(target.api(), kind, owners))
                        .as("Seed " + SEED)
                        .isEqualTo(responses);
                assertThat(importTo(target.api(), kind, export).body())
                        .as("Seed " + SEED)
                        .contains("\"" + kind.elements() + "\":{\"created\":0,")
                        .contains("\"problems\":[]");
                export = export(target.api(), kind);
            }
        }
    }

    private Path newFolder(String name) throws IOException {
        return Files.createDirectory(folder.resolve(name));
    }

    private static List<String> createRandomOwners(ApiClient api, SequenceKind kind) {
        return kind == SequenceKind.MESSAGES
                ? new RandomThreads(api, SEED).create()
                : new RandomConversations(api, SEED).create();
    }

    private static String export(ApiClient api, SequenceKind kind) {
        return api.get("/v1/" + kind.owners() + "/export").body();
    }

    private static Response importTo(ApiClient api, SequenceKind kind, String export) {
        return api.importTo("/v1/" + kind.owners() + "/import", export);
    }

    /** All pages, all objects, and for threads a page for each run. */
    private static List<String> responses(ApiClient api, SequenceKind kind, List<String> owners) {
        List<String> bodies = new ArrayList<>();
        bodies.add(api.get("/v1/" + kind.owners() + "?limit=100").body());
        bodies.add(api.get("/v1/" + kind.owners() + "?limit=100&metadata[k]=v").body());
        for (String owner : owners) {
            SequenceUnderTest sequence = new SequenceUnderTest(api, owner);
            bodies.add(api.get(owner).body());
            Response page = sequence.list("?limit=100");
            bodies.add(page.body());
            page.ids()
                    .forEach(
                            id -> bodies.add(api.get(sequence.path() + "/" + id).body()));
            for (int run = 0; kind == SequenceKind.MESSAGES && run < RandomThreads.RUNS; run++) {
                bodies.add(sequence.list("?order=asc&run_id=run_" + run).body());
            }
        }
        return bodies;
    }
}
