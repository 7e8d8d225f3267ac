package dev.bobbin.server;

import dev.bobbin.BobbinApplication;
import dev.bobbin.server.support.FaultyDatabase;
import dev.bobbin.server.support.ResponseValidation;
import dev.bobbin.server.support.ServerTest;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Runs every contract against the default database, an H2 file. */
@ServerTest(classes = {BobbinApplication.class, ResponseValidation.class, FaultyDatabase.class})
class OnH2Tests
        implements PagingContract,
                MessageContract,
                ThreadContract,
                OwnerListContract,
                ExportContract,
                SequenceImportContract,
                ImportContract,
                ConversationExportContract,
                ConversationImportContract,
                ConversationContract,
                ItemContract,
                LastActivityContract,
                IdempotencyContract,
                ConcurrencyContract,
                FaultContract,
                OfficialClientContract,
                OfficialConversationClientContract,
                AgentSessionContract {

    @TempDir
    static Path folder;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private FaultyDatabase database;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        registry.add("bobbin.data-dir", folder::toString);
    }

    @Override
    public JdbcTemplate jdbc() {
        return jdbc;
    }

    @Override
    public FaultyDatabase database() {
        return database;
    }

    @Override
    public boolean autoCommits(Operation operation) {
        return false;
    }
}
