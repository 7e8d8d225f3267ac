package dev.bobbin.database;

import javax.sql.DataSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.jdbc.health.DataSourceHealthIndicator;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reports PostgreSQL as down while it is read-only, for example because it is a standby. */
class WritableDatabaseHealth extends DataSourceHealthIndicator {

    private final JdbcTemplate jdbc;

    WritableDatabaseHealth(DataSource dataSource) {
        super(dataSource);
        this.jdbc = new JdbcTemplate(dataSource);
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) throws Exception {
        super.doHealthCheck(builder);
        if ("on".equals(jdbc.queryForObject("show transaction_read_only", String.class))) {
            builder.down().withDetail("error", "The database is read-only.");
        }
    }
}
