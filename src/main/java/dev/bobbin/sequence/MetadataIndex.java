package dev.bobbin.sequence;

import dev.bobbin.database.Placeholders;
import dev.bobbin.web.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Finds owners by their metadata. The index has a row for each pair of an owner. The caller changes the index in the
 * transaction that changes the metadata, so that the next list shows the change.
 */
public final class MetadataIndex {

    private final JdbcTemplate jdbc;
    private final String table;
    private final String insert;
    private final String insertMissing;
    private final String delete;

    /**
     * @param table has the columns {@code pair}, {@code created_at} and {@code owner_id}
     * @param byByte the suffix of a column that is compared byte by byte
     */
    MetadataIndex(JdbcTemplate jdbc, String table, String byByte) {
        this.jdbc = jdbc;
        this.table = table;
        this.insert = "insert into " + table + " (pair, created_at, owner_id)";
        this.insertMissing = insert + " select ?, ?, ? where not exists (select 1 from " + table
                + " where pair = ? and created_at = ? and owner_id" + byByte + " = ?)";
        this.delete = "delete from " + table + " where owner_id = ?";
    }

    /** Adds the metadata of a new owner. */
    public void add(String project, String ownerId, long createdAt, Map<String, String> metadata) {
        if (!metadata.isEmpty()) {
            jdbc.batchUpdate(
                    insert + " values (?, ?, ?)",
                    digests(project, metadata).stream()
                            .map(pair -> new Object[] {pair, createdAt, ownerId})
                            .toList());
        }
    }

    /** Changes only the rows that differ, since each changed row changes a page of each index. */
    public void replace(String project, String ownerId, long createdAt, Map<String, String> metadata) {
        if (metadata.isEmpty()) {
            remove(ownerId);
            return;
        }
        List<UUID> pairs = digests(project, metadata);
        jdbc.update(
                delete + " and pair not in " + Placeholders.of(pairs),
                Stream.concat(Stream.of(ownerId), pairs.stream()).toArray());
        jdbc.batchUpdate(
                insertMissing,
                pairs.stream()
                        .map(pair -> new Object[] {pair, createdAt, ownerId, pair, createdAt, ownerId})
                        .toList());
    }

    /** Whether the index contains exactly this metadata of an owner. */
    public boolean contains(String project, String ownerId, Map<String, String> metadata) {
        List<UUID> pairs = jdbc.queryForList("select pair from " + table + " where owner_id = ?", UUID.class, ownerId);
        return Set.copyOf(pairs).equals(Set.copyOf(digests(project, metadata)));
    }

    private static List<UUID> digests(String project, Map<String, String> metadata) {
        return metadata.entrySet().stream()
                .map(pair -> digest(project, pair.getKey(), pair.getValue()))
                .toList();
    }

    void remove(String ownerId) {
        jdbc.update(delete, ownerId);
    }

    /**
     * Identifies a pair of a project by the first half of its SHA-256 digest. The pair itself can be too long for an
     * index of PostgreSQL, and small keys keep the index of H2 small. No part contains U+0000.
     */
    static UUID digest(String project, String name, String value) {
        byte[] pair = (project + '\0' + name + '\0' + value).getBytes(StandardCharsets.UTF_8);
        ByteBuffer digest = ByteBuffer.wrap(Sha256.digest(pair));
        return new UUID(digest.getLong(), digest.getLong());
    }
}
