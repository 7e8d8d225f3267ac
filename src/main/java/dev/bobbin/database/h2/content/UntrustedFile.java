package dev.bobbin.database.h2.content;

import java.util.Map;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.tx.VersionedValueType;
import org.h2.mvstore.type.DataType;
import org.h2.mvstore.type.LongDataType;
import org.h2.result.RowFactory;
import org.h2.result.SearchRow;
import org.h2.value.CompareMode;
import org.h2.value.Value;
import org.h2.value.ValueVarchar;
import org.h2.value.VersionedValue;
import org.jspecify.annotations.Nullable;

/**
 * Checks an H2 file before H2's SQL engine opens it. The engine executes the SQL statements in the file that create its
 * tables. In a file from a stranger, they could create aliases, triggers or views that run Java code. So this class
 * reads the file only with H2's storage engine, and accepts only the statements of {@link KnownSchema}.
 *
 * <p>The SQL engine also creates objects of classes that the file names, and it deserializes Java objects. This class
 * replaces the data types that do so by {@link KnownTypes} and {@link UndoRecords}.
 */
public final class UntrustedFile {

    private static final VersionedValueType<SearchRow, ?> STATEMENT_TYPE =
            new VersionedValueType<>(RowFactory.getDefaultRowFactory()
                    .createRowFactory(null, CompareMode.getInstance(null, 0), null, new int[4], null, null, 4, false)
                    .getRowDataType());

    /** H2's map of prepared transactions. Its values are serialized Java objects. */
    private static final String PREPARED_TRANSACTIONS = "openTransactions";

    private static final String UNDO_LOG_PREFIX = "undoLog";

    private final MVStore store;
    private final KnownTypes types;

    private UntrustedFile(MVStore store) {
        this.store = store;
        this.types = KnownTypes.of(store);
    }

    /**
     * Checks a store that is open for reading only.
     *
     * @return the number of rows in each of Bobbin's tables
     * @throws InvalidFileException if the file is not a Bobbin database; H2 may wrap it in another exception
     */
    public static Map<String, Long> check(MVStore store) {
        UntrustedFile untrusted = new UntrustedFile(store);
        untrusted.checkTransactions();
        return untrusted.checkStatements();
    }

    /** Checks the transactions that were not finished when the file was written. H2 rolls them back. */
    private void checkTransactions() {
        if (store.hasData(PREPARED_TRANSACTIONS)) {
            throw InvalidFileException.contains("a prepared transaction");
        }
        UndoRecords records = new UndoRecords(types);
        for (String name : store.getMapNames()) {
            if (name.startsWith(UNDO_LOG_PREFIX) && store.hasData(name)) {
                open(name, LongDataType.INSTANCE, records).forEach((id, record) -> {});
            }
        }
    }

    private Map<String, Long> checkStatements() {
        if (!store.hasMap(RowCounts.STATEMENTS)) {
            return Map.of();
        }
        if (!types.keysOf(RowCounts.STATEMENTS).equals(LongDataType.INSTANCE)
                || !types.valuesOf(RowCounts.STATEMENTS).equals(STATEMENT_TYPE)) {
            throw InvalidFileException.contains("other types of data");
        }
        MVMap<Long, VersionedValue<SearchRow>> statements =
                open(RowCounts.STATEMENTS, LongDataType.INSTANCE, STATEMENT_TYPE);
        for (VersionedValue<SearchRow> statement : statements.values()) {
            // They differ if a transaction was changing the statement. H2 can execute either.
            checkStatement(statement.getCommittedValue());
            checkStatement(statement.getCurrentValue());
        }
        return RowCounts.of(
                statements,
                table -> open(table, types.keysOf(table), types.valuesOf(table)).sizeAsLong());
    }

    private static void checkStatement(@Nullable SearchRow statement) {
        if (statement != null) {
            Value sql = statement.getValue(RowCounts.SQL_COLUMN);
            if (!(sql instanceof ValueVarchar) || !KnownSchema.contains(sql.getString())) {
                throw InvalidFileException.contains(String.valueOf(sql.getString()));
            }
        }
    }

    private <K, V> MVMap<K, V> open(String name, DataType<K> keys, DataType<V> values) {
        return store.openMap(name, new MVMap.Builder<K, V>().keyType(keys).valueType(values));
    }
}
