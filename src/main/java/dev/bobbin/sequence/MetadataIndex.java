package dev.bobbin.sequence;

import static java.util.stream.Collectors.toSet;

import dev.bobbin.database.Placeholders;
import dev.bobbin.web.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
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

    /** @param table has the columns {@code pair}, {@code created_at} and {@code owner_id} */
    MetadataIndex(JdbcTemplate jdbc, String table) {
        this.jdbc = jdbc;
        this.table = table;
    }

    /** Adds the metadata of a new owner. */
    public void add(String project, String ownerId, long createdAt, Map<String, String> metadata) {
        if (!metadata.isEmpty()) {
            jdbc.batchUpdate(
                    "insert into " + table + " (pair, created_at, owner_id) values (?, ?, ?)",
                    digests(project, metadata)
                            .map(pair -> new Object[] {pair, createdAt, ownerId})
                            .toList());
        }
    }

    public void replace(String project, String ownerId, long createdAt, Map<String, String> metadata) {
        remove(ownerId);
        add(project, ownerId, createdAt, metadata);
    }

    /** Whether the index contains exactly this metadata of an owner. */
    public boolean contains(String project, String ownerId, Map<String, String> metadata) {
        List<UUID> pairs = jdbc.queryForList("select pair from " + table + " where owner_id = ?", UUID.class, ownerId);
        return Set.copyOf(pairs).equals(digests(project, metadata).collect(toSet()));
    }

    private static Stream<UUID> digests(String project, Map<String, String> metadata) {
        return metadata.entrySet().stream().map(pair -> digest(project, pair.getKey(), pair.getValue()));
    }

    void remove(String ownerId) {
        remove(List.of(ownerId));
    }

    public void remove(Collection<String> ownerIds) {
        jdbc.update("delete from " + table + " where owner_id in " + Placeholders.of(ownerIds), ownerIds.toArray());
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
