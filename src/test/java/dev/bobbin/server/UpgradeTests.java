package dev.bobbin.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.BobbinApplication;
import dev.bobbin.server.process.PostgresProcess;
import dev.bobbin.server.support.ApiClient;
import dev.bobbin.server.support.Server;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Upgrades of databases from earlier releases. For each release there is an H2 file after a shutdown, and a
 * PostgreSQL dump by {@code pg_dump --inserts --no-owner} without psql commands. Beside each database is a page of a
 * thread as that release returned it, oldest message first. The thread's metadata holds the id of a deleted message,
 * which followed the first message.
 */
class UpgradeTests {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = "1.0.0")
    void servesTheH2FileOfAnEarlierRelease(String release) throws Exception {
        copyFile(release);

        assertServesThread("bobbin.data-dir=" + folder, text(release, "h2.json"));
    }

    /** H2 created an index for each foreign key, which each creation had to write. */
    @ParameterizedTest
    @ValueSource(strings = "1.0.0")
    void dropsTheForeignKeysToOwnersAndTheirIndexesFromAnH2File(String release) throws Exception {
        copyFile(release);
        try (ConfigurableApplicationContext server = start("bobbin.data-dir=" + folder)) {
            JdbcTemplate jdbc = server.getBean(JdbcTemplate.class);

            assertThat(jdbc.queryForList(
                            "select table_name from information_schema.table_constraints"
                                    + " where constraint_type = 'FOREIGN KEY'",
                            String.class))
                    .containsExactly("MESSAGE_DETAILS");
            assertThat(jdbc.queryForList("select index_name from information_schema.indexes", String.class))
                    .contains("CONSTRAINT_INDEX_13", "CONSTRAINT_INDEX_16B")
                    .doesNotContain(
                            "CONSTRAINT_INDEX_1", "CONSTRAINT_INDEX_1D", "CONSTRAINT_INDEX_16", "CONSTRAINT_INDEX_B");
        }
    }

    private void copyFile(String release) throws IOException {
        try (InputStream file = open(release, "bobbin.mv.db")) {
            Files.copy(file, folder.resolve("bobbin.mv.db"));
        }
    }

    private static ConfigurableApplicationContext start(String setting) {
        return SpringApplication.run(BobbinApplication.class, "--server.port=0", "--" + setting);
    }

    @ParameterizedTest
    @ValueSource(strings = "1.0.0")
    void servesThePostgresDatabaseOfAnEarlierRelease(String release) throws Exception {
        try (PostgresProcess postgres = PostgresProcess.start(folder)) {
            try (Connection connection = postgres.connect()) {
                connection.createStatement().execute(text(release, "postgresql.sql"));
            }

            assertServesThread(postgres.setting(), text(release, "postgresql.json"));
        }
    }

    private static void assertServesThread(String setting, String page) throws IOException {
        try (ConfigurableApplicationContext server = start(setting)) {
            ApiClient api =
                    new ApiClient("http://127.0.0.1:" + server.getEnvironment().getProperty("local.server.port"));
            String thread = "/v1/threads/"
                    + JsonMapper.shared().readTree(page).at("/data/0/thread_id").asString();
            String deleted = api.get(thread).json().at("/metadata/deleted").asString();

            assertThat(api.get(thread + "/messages?order=asc").body()).isEqualTo(page);
            List<String> ids = api.get(thread + "/messages?order=asc").ids();
            assertThat(api.get(thread + "/messages?order=asc&after=" + deleted).ids())
                    .isEqualTo(ids.subList(1, ids.size()));
            String added = api.post(thread + "/messages", Server.message("New")).id();
            assertThat(api.get(thread + "/messages").ids()).startsWith(added).hasSize(ids.size() + 1);
        }
    }

    private static String text(String release, String name) throws IOException {
        try (InputStream text = open(release, name)) {
            return new String(text.readAllBytes(), UTF_8);
        }
    }

    private static InputStream open(String release, String name) {
        return UpgradeTests.class.getResourceAsStream("/releases/" + release + "/" + name);
    }
}
