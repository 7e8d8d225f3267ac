package dev.bobbin.database;

import dev.bobbin.database.failure.DatabaseUnavailableException;
import dev.bobbin.database.h2.Compaction;
import dev.bobbin.database.h2.DataFolder;
import dev.bobbin.database.h2.DurableTransactionManager;
import dev.bobbin.database.h2.EmergencyStop;
import dev.bobbin.database.h2.FreeDiskGuard;
import dev.bobbin.database.h2.H2File;
import dev.bobbin.database.h2.SyncScheduler;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.persistence.EntityManagerFactory;
import java.nio.file.Path;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.jdbc.health.DataSourceHealthIndicator;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;

/** Chooses the database: the one at {@code spring.datasource.url}, or an H2 file in the data folder. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseProperties.class)
class DatabaseConfiguration {

    @Bean
    Database database(DataSourceProperties dataSource, DatabaseProperties properties) {
        properties.check();
        String url = dataSource.getUrl();
        if (url != null && url.startsWith("jdbc:h2:checked:")) {
            throw DatabaseUnavailableException.dataFolderUrl();
        }
        return url == null
                ? Database.in(DataFolder.create(Path.of(properties.dataDir())))
                : Database.open(url, dataSource.getUsername(), dataSource.getPassword(), properties.databaseWait());
    }

    /** Only H2 needs the scheduler. PostgreSQL makes a commit durable before it confirms it. */
    @Bean
    @Nullable
    SyncScheduler syncScheduler(Database database, EmergencyStop emergencyStop, MeterRegistry meters) {
        return database.file()
                .map(file -> new SyncScheduler(file::sync, emergencyStop, meters))
                .orElse(null);
    }

    @Bean
    PlatformTransactionManager transactionManager(
            EntityManagerFactory entities,
            Database database,
            Optional<SyncScheduler> syncScheduler,
            FreeDiskGuard freeDisk) {
        PlatformTransactionManager transactions = new OutcomeTransactionManager(entities);
        return database.file()
                .<PlatformTransactionManager>map(file -> new DurableTransactionManager(
                        transactions,
                        syncScheduler.orElseThrow(),
                        file.writerLock(),
                        file::hasManyUnsavedBytes,
                        freeDisk))
                .orElse(transactions);
    }

    @Bean
    FreeDiskGuard freeDiskGuard(Database database, DatabaseProperties properties) {
        return database.freeDiskGuard(properties.minFreeDisk().toBytes());
    }

    @Bean
    @Nullable
    Compaction compaction(
            Database database,
            Optional<SyncScheduler> syncScheduler,
            FreeDiskGuard freeDisk,
            EmergencyStop emergencyStop) {
        return database.file()
                .filter(H2File::isOnDisk)
                .map(file -> new Compaction(file, syncScheduler.orElseThrow()::syncCount, freeDisk, emergencyStop))
                .orElse(null);
    }

    /** Readiness depends on this health. It replaces Spring Boot's, which does not notice a read-only PostgreSQL. */
    @Bean
    HealthIndicator dbHealthIndicator(Database database, DataSource dataSource) {
        return database.file().isPresent()
                ? new DataSourceHealthIndicator(dataSource)
                : new WritableDatabaseHealth(dataSource);
    }

    @Bean
    EmergencyStop emergencyStop(ApplicationContext context) {
        return new EmergencyStop(context);
    }

    @Bean
    static FlywayConfigurationCustomizer migrations(JdbcConnectionDetails database) {
        return flyway -> flyway.locations(Migrations.of(database.getJdbcUrl()));
    }
}
