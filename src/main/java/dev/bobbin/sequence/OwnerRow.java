package dev.bobbin.sequence;

import dev.bobbin.web.json.JsonText;
import java.util.List;

/**
 * The row of a new owner.
 *
 * @param createdAt in seconds since 1970
 * @param lastActivity in seconds since 1970; ignored if the table has no column for it
 * @param values the values of {@link OwnerTables#columns}, in their order
 */
public record OwnerRow(
        String project, String id, long createdAt, long lastPosition, long lastActivity, List<JsonText> values) {}
