package dev.bobbin.database;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;

/**
 * Caps the connections to an H2 database by heap size. H2 runs in this process: to read a small row, it loads the whole
 * page, which can contain two neighbours of maximum size. Each connection can also keep the last large value that it
 * has transferred.
 */
@Component
class H2Connections implements BeanPostProcessor {

    private static final int HEAP_BYTES_PER_CONNECTION = 64 << 20;

    /** One connection can read while the other one writes. */
    private static final int MIN_CONNECTIONS = 2;

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof HikariDataSource pool && pool.getJdbcUrl().startsWith("jdbc:h2:")) {
            int connections = (int) (Runtime.getRuntime().maxMemory() / HEAP_BYTES_PER_CONNECTION);
            pool.setMaximumPoolSize(Math.min(pool.getMaximumPoolSize(), Math.max(MIN_CONNECTIONS, connections)));
        }
        return bean;
    }
}
