package dev.bobbin.retention;

import dev.bobbin.server.support.ServerTest;
import io.github.bucket4j.TimeMeter;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.bean.override.convention.TestBean;

@ServerTest(properties = "bobbin.retention.default=30d")
class RetentionOnH2Tests implements RetentionContract {

    private static final MovedTime TIME = new MovedTime();

    @TempDir
    static Path folder;

    @TestBean
    private Clock clock;

    @TestBean
    private TimeMeter timeMeter;

    @Autowired
    private Retention retention;

    @Autowired
    private JdbcTemplate jdbc;

    static Clock clock() {
        return TIME.clock();
    }

    static TimeMeter timeMeter() {
        return TIME.timeMeter();
    }

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
        return TIME;
    }
}
