package dev.bobbin.thread;

import dev.bobbin.web.json.JsonResponseWriter;
import dev.bobbin.web.json.JsonText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What only imported messages can have: an assistant, a run, and another status than completed at its creation. The
 * table {@code message_details} contains the details of such a message, and its role. The role in the table
 * {@code messages} is then empty, so that reading any other message costs nothing more.
 */
public record MessageDetails(
        String role,
        @Nullable String assistantId,
        @Nullable String runId,
        String status,
        @Nullable IncompleteDetails incompleteDetails,
        @Nullable Long incompleteAt,
        @Nullable Long completedAt) {

    /** Why a message is incomplete. */
    public record IncompleteDetails(String reason) {}

    /** Writes the members from {@code assistant_id} to {@code completed_at}. */
    void writeTo(JsonResponseWriter json, String threadId) throws IOException {
        json.ascii(",\"assistant_id\":")
                .json(quoted(assistantId))
                .ascii(",\"thread_id\":\"")
                .ascii(threadId)
                .ascii("\",\"run_id\":")
                .json(quoted(runId))
                .ascii(",\"status\":\"" + status + "\",\"incomplete_details\":")
                .json(
                        incompleteDetails == null
                                ? "null"
                                : JsonText.of(incompleteDetails).text())
                .ascii(",\"incomplete_at\":" + incompleteAt + ",\"completed_at\":" + completedAt);
    }

    /** Ids need no escapes. */
    private static String quoted(@Nullable String id) {
        return id == null ? "null" : "\"" + id + "\"";
    }
}
