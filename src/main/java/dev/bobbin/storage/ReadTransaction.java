package dev.bobbin.storage;

import java.time.Duration;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A transaction of plain JDBC for statements that only read. Those of JPA, which {@link RetriedTransaction} has, take
 * several times as long to begin and to end as such a statement. It is done again in the same cases.
 */
@Component
public final class ReadTransaction {

    private final TransactionOperations transactions;
    private final RetryTemplate retries = new RetryTemplate(RetryPolicy.builder()
            .predicate(Contention::isIn)
            .maxRetries(Contention.MAX_RETRIES)
            .delay(Duration.ofMillis(Contention.DELAY))
            .jitter(Duration.ofMillis(Contention.JITTER))
            .multiplier(Contention.MULTIPLIER)
            .maxDelay(Duration.ofMillis(Contention.MAX_DELAY))
            .timeout(Duration.ofMillis(Contention.TIMEOUT))
            .build());

    ReadTransaction(DataSource database) {
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(database));
    }

    public <T> T of(Supplier<T> statements) {
        return retries.invoke(() -> transactions.execute(status -> statements.get()));
    }
}
