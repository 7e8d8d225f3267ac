package dev.bobbin.sequence;

import dev.bobbin.web.error.ApiException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tables of one kind of owner.
 *
 * @param owners has the columns {@code id}, {@code project}, {@code created_at}, {@code last_position}, and all of the
 *     columns below
 * @param tombstones has the columns {@code id}, {@code project}, {@code created_at} and {@code deleted_at}
 * @param metadataIndex has the columns {@code pair}, {@code created_at} and {@code owner_id}
 * @param columns the JSON columns of an owner, first its metadata
 * @param activityColumn the column with the last activity; null if the table has none
 */
public record OwnerTables<T>(
        String owners,
        String tombstones,
        String metadataIndex,
        List<String> columns,
        @Nullable String activityColumn,
        Mapper<T> mapper,
        CursorError unknownCursor) {

    /** The first of the columns. The id is column 1, and the time of creation is column 2. */
    public static final int FIRST_COLUMN = 3;

    /** Creates the error for a cursor that the project does not have. */
    public interface CursorError {

        /** @param param the query parameter with the cursor: {@code after} or {@code before} */
        ApiException of(String param, String id);
    }

    /** Creates an owner from its row. */
    public interface Mapper<T> {

        T map(ResultSet row) throws SQLException;
    }
}
