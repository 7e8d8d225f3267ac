package dev.bobbin.database;

import java.util.List;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * The migration that puts the id before the owner in the primary key of an empty table of elements. Ids sort by time,
 * so the entries of new elements are neighbours in the index. A table with rows keeps its key: to build an index over
 * all messages could take minutes and much memory. All statements work with both keys.
 */
record IdFirstKey(String version, String table, String ownerColumn) implements JavaMigration {

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion(version);
    }

    @Override
    public String getDescription() {
        return "put the id first in the key of " + table;
    }

    @Override
    public @Nullable Integer getChecksum() {
        return null;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }

    /** H2 commits after each statement. If the server is killed between two of them, the next start repeats all. */
    @Override
    public void migrate(Context context) {
        JdbcTemplate jdbc = new JdbcTemplate(new SingleConnectionDataSource(context.getConnection(), true));
        if (!jdbc.queryForList("select 1 from " + table + " limit 1").isEmpty()) {
            return;
        }
        List<String> keys = jdbc.queryForList(
                "select constraint_name from information_schema.table_constraints"
                        + " where table_schema = current_schema and lower(table_name) = ?"
                        + " and constraint_type = 'PRIMARY KEY'",
                String.class,
                table);
        keys.forEach(key -> jdbc.execute("alter table " + table + " drop constraint \"" + key + '"'));
        jdbc.execute("alter table " + table + " add primary key (id, " + ownerColumn + ')');
    }
}
