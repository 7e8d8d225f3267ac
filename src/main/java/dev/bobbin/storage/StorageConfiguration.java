package dev.bobbin.storage;

import jakarta.persistence.EntityManagerFactory;
import java.util.Optional;
import org.h2.mvstore.RandomAccessStore;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.resilience.annotation.EnableResilientMethods;
import org.springframework.transaction.PlatformTransactionManager;

/** Chooses the database: the one that {@code spring.datasource.url} names, or an H2 file in the data folder. */
@Configuration(proxyBeanMethods = false)
@EnableResilientMethods
@EnableConfigurationProperties(StorageProperties.class)
class StorageConfiguration {

    @Bean
    Database database(DataSourceProperties configured, StorageProperties storage) {
        String url = configured.getUrl();
        return url == null
                ? Database.open(DataFolder.create(storage.dataDir()).url(), "sa", "")
                : Database.open(url, configured.getUsername(), configured.getPassword());
    }

    /** Other databases than H2 answer a commit when it is on the disk. */
    @Bean
    @Nullable
    Checkpoint checkpoint(Database database, ApplicationContext context) {
        return database.isH2() ? new Checkpoint(database.connection(), new EmergencyStop(context)) : null;
    }

    @Bean
    PlatformTransactionManager transactionManager(EntityManagerFactory entities, Optional<Checkpoint> checkpoint) {
        PlatformTransactionManager transactions = new JpaTransactionManager(entities);
        return checkpoint
                .<PlatformTransactionManager>map(sync -> new GroupCommit(transactions, sync))
                .orElse(transactions);
    }

    /** There is something to compact when H2 keeps its data in a file. */
    @Bean
    @Nullable
    Compaction compaction(Database database, Optional<Checkpoint> checkpoint) {
        if (checkpoint.isEmpty() || !(database.store().getFileStore() instanceof RandomAccessStore file)) {
            return null;
        }
        Compaction compaction = new Compaction(database.store(), file, checkpoint.get()::syncs);
        compaction.start();
        return compaction;
    }
}
