package dev.bobbin.storage;

import jakarta.persistence.EntityManagerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** Chooses the database: the one that {@code spring.datasource.url} names, or an H2 file in the data folder. */
@Configuration(proxyBeanMethods = false)
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
    PlatformTransactionManager transactionManager(
            EntityManagerFactory entities, Database database, ApplicationContext context) {
        PlatformTransactionManager transactions = new JpaTransactionManager(entities);
        return database.isH2()
                ? new GroupCommit(transactions, new Checkpoint(database.connection(), new EmergencyStop(context)))
                : transactions;
    }
}
