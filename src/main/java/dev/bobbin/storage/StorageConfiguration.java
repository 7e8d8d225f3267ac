package dev.bobbin.storage;

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
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.transaction.PlatformTransactionManager;

/** Chooses the database: the one that {@code spring.datasource.url} names, or an H2 file in the data folder. */
@Configuration(proxyBeanMethods = false)
@EnableResilientMethods
@EnableConfigurationProperties(StorageProperties.class)
class StorageConfiguration {

    @Bean
    Database database(DataSourceProperties configured, StorageProperties storage) {
        storage.check();
        String url = configured.getUrl();
        return url == null
                ? Database.in(DataFolder.create(Path.of(storage.dataDir())))
                : Database.open(url, configured.getUsername(), configured.getPassword(), storage.databaseWait());
    }

    /** Other databases than H2 answer a commit when it is on the disk. */
    @Bean
    @Nullable
    Checkpoint checkpoint(Database database, EmergencyStop emergencyStop, MeterRegistry meters) {
        return database.file()
                .map(file -> new Checkpoint(file::sync, emergencyStop, meters))
                .orElse(null);
    }

    @Bean
    PlatformTransactionManager transactionManager(
            EntityManagerFactory entities,
            Database database,
            Optional<Checkpoint> checkpoint,
            StorageProperties storage) {
        PlatformTransactionManager transactions = new Transactions(entities);
        DiskReserve reserve = new DiskReserve(storage.minFreeDisk().toBytes(), database::room);
        return checkpoint
                .<PlatformTransactionManager>map(sync -> new GroupCommit(
                        transactions, sync, database.file().orElseThrow().changing(), reserve))
                .orElse(transactions);
    }

    @Bean(initMethod = "start")
    @Nullable
    Compaction compaction(Database database, Optional<Checkpoint> checkpoint, EmergencyStop emergencyStop) {
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
