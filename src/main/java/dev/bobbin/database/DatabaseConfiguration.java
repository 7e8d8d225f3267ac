package dev.bobbin.database;

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
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;

/** Chooses the database: the one that {@code spring.datasource.url} names, or an H2 file in the data folder. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseProperties.class)
class DatabaseConfiguration {

    @Bean
    Database database(DataSourceProperties configured, DatabaseProperties storage) {
        storage.check();
        String url = configured.getUrl();
        return url == null
                ? Database.in(DataFolder.create(Path.of(storage.dataDir())))
                : Database.open(url, configured.getUsername(), configured.getPassword(), storage.databaseWait());
    }

    /** Other databases than H2 answer a commit when it is on the disk. */
    @Bean
    @Nullable
    SyncScheduler checkpoint(Database database, EmergencyStop emergencyStop, MeterRegistry meters) {
        return database.file()
                .map(file -> new SyncScheduler(file::sync, emergencyStop, meters))
                .orElse(null);
    }

    @Bean
    PlatformTransactionManager transactionManager(
            EntityManagerFactory entities,
            Database database,
            Optional<SyncScheduler> checkpoint,
            DatabaseProperties storage) {
        PlatformTransactionManager transactions = new OutcomeTransactionManager(entities);
        FreeDiskGuard reserve = new FreeDiskGuard(storage.minFreeDisk().toBytes(), database::room);
        return checkpoint
                .<PlatformTransactionManager>map(sync -> new DurableTransactionManager(
                        transactions, sync, database.file().orElseThrow().changing(), reserve))
                .orElse(transactions);
    }

    @Bean(initMethod = "start")
    @Nullable
    Compaction compaction(Database database, Optional<SyncScheduler> checkpoint, EmergencyStop emergencyStop) {
        return database.file()
                .filter(H2File::isOnDisk)
                .map(file -> new Compaction(file, checkpoint.orElseThrow()::syncs, emergencyStop))
                .orElse(null);
    }

    @Bean
    EmergencyStop emergencyStop(ApplicationContext context) {
        return new EmergencyStop(context);
    }
}
