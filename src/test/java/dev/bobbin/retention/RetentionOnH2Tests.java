package dev.bobbin.retention;

import dev.bobbin.BobbinApplication;
import dev.bobbin.server.support.ResponseValidation;
import dev.bobbin.server.support.ServerTest;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@ServerTest(
        classes = {BobbinApplication.class, ResponseValidation.class, MovedTime.class},
        properties = "bobbin.retention.default=30d")
class RetentionOnH2Tests implements RetentionContract {

    @TempDir
    static Path folder;

    @Autowired
    private MovedTime time;

    @Autowired
    private Retention retention;

    @Autowired
    private JdbcTemplate jdbc;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        registry.add("bobbin.data-dir", folder::toString);
    }

    @Override
    public JdbcTemplate jdbc() {
        return jdbc;
    }

    @Override
    public Retention retention() {
        return retention;
    }

    @Override
    public MovedTime time() {
        return time;
    }
}
