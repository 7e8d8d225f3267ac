package dev.bobbin.sequence;

import static java.util.stream.Collectors.joining;

import dev.bobbin.database.LargeParameters;
import dev.bobbin.database.Placeholders;
import dev.bobbin.web.json.JsonText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The statements that insert, read and modify the rows of owners. */
final class OwnerRows<T> {

    private final JdbcTemplate jdbc;
    private final OwnerTables<T> tables;
    private final String insert;
    private final String columns;
    private final boolean onPostgres;

    OwnerRows(JdbcTemplate jdbc, OwnerTables<T> tables, boolean onPostgres) {
        this.jdbc = jdbc;
        this.tables = tables;
        List<String> inserted = new ArrayList<>(List.of("id", "project", "created_at", "last_position"));
        inserted.addAll(tables.columns());
        if (tables.activityColumn() != null) {
            inserted.add(tables.activityColumn());
        }
        this.insert = "insert into " + tables.owners() + " (" + String.join(", ", inserted) + ") values "
                + Placeholders.of(inserted);
        String bytes = tables.columns().stream()
                .map(column -> "octet_length(" + column + ")")
                .collect(joining(" + "));
        this.columns = "id, created_at, " + String.join(", ", tables.columns()) + ", " + bytes + " as bytes";
        this.onPostgres = onPostgres;
    }

    void insert(List<OwnerRow> newRows) {
        LargeParameters.batchUpdate(
                jdbc, insert, newRows.stream().map(this::parameters).toList());
    }

    private Object[] parameters(OwnerRow row) {
        List<Object> parameters =
                new ArrayList<>(List.of(row.id(), row.project(), row.createdAt(), row.lastPosition()));
        row.values().forEach(value -> parameters.add(value.text()));
        if (tables.activityColumn() != null) {
            parameters.add(row.lastActivity());
        }
        return parameters.toArray();
    }

    Optional<T> find(String project, String id) {
        return first(find(project, List.of(id)));
    }

    /** Reads owners in the order of their ids. An owner that has been deleted meanwhile is absent. */
    List<SequenceRow<T>> find(String project, List<String> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        List<Object> parameters = new ArrayList<>(ids);
        parameters.add(0, project);
        return query(
                        "select " + columns + " from " + tables.owners() + " where project = ? and id in "
                                + Placeholders.of(ids),
                        parameters)
                .stream()
                .sorted(Comparator.comparing(row -> ids.indexOf(row.id())))
                .toList();
    }

    /**
     * Sets JSON columns of an owner.
     *
     * @param values one for each JSON column; null for a column that stays unchanged
     * @return the owner as modified; empty if the project has no such owner
     */
    Optional<T> modify(String project, String id, List<@Nullable JsonText> values) {
        List<String> assignments = new ArrayList<>();
        List<Object> parameters = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            JsonText value = values.get(i);
            if (value != null) {
                assignments.add(tables.columns().get(i) + " = ?");
                parameters.add(value.text());
            }
        }
        if (assignments.isEmpty()) {
            return find(project, id);
        }
        parameters.addAll(List.of(id, project));
        String update = "update " + tables.owners() + " set " + String.join(", ", assignments)
                + " where id = ? and project = ?";
        if (onPostgres) {
            return first(query(update + " returning " + columns, parameters));
        }
        // Without the lock that an update takes, the row that is found could be one that another request just wrote.
        boolean updated = LargeParameters.update(jdbc, update, parameters.toArray()) == 1;
        return updated ? find(project, id) : Optional.empty();
    }

    private List<SequenceRow<T>> query(String statement, List<Object> parameters) {
        return jdbc.query(statement, (row, number) -> row(row), parameters.toArray());
    }

    private SequenceRow<T> row(ResultSet row) throws SQLException {
        return new SequenceRow<>(
                row.getString(1), 0, row.getLong("bytes"), tables.mapper().map(row));
    }

    private Optional<T> first(List<SequenceRow<T>> rows) {
        return rows.stream().findFirst().map(row -> Objects.requireNonNull(row.element()));
    }
}
