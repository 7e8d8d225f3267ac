package dev.bobbin.transfer;

import dev.bobbin.sequence.OwnerTables;
import dev.bobbin.web.json.JsonText;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An owner to import, such as a thread. Two owners are equal if they have the same values. */
public interface ImportedOwner {

    String id();

    /** In seconds since 1970; null if the owner has the date of its oldest entry. */
    @Nullable
    Long createdAt();

    ImportedOwner withCreatedAt(long date);

    Map<String, String> metadata();

    /** The values of {@link OwnerTables#columns}, in their order. */
    List<JsonText> values();
}
