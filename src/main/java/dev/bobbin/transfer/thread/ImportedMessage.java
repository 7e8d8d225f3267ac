package dev.bobbin.transfer.thread;

import dev.bobbin.thread.MessageDetails;
import dev.bobbin.thread.MessageDetails.IncompleteDetails;
import dev.bobbin.thread.MessageObject;
import dev.bobbin.thread.request.Attachment;
import dev.bobbin.transfer.ImportedDate;
import dev.bobbin.transfer.ImportedEntry;
import dev.bobbin.transfer.ImportedId;
import dev.bobbin.web.error.ApiException;
import dev.bobbin.web.json.JsonInput;
import dev.bobbin.web.json.JsonText;
import dev.bobbin.web.json.Metadata;
import dev.bobbin.web.limit.StoredSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message in the form in which the API returns messages, or in one of the forms that OpenAI's service returned. */
record ImportedMessage(MessageObject message) implements ImportedEntry {

    private static final String COMPLETED = "completed";
    private static final String INCOMPLETE = "incomplete";

    static ImportedMessage from(JsonInput input) {
        input.object(
                List.of("object", "id", "created_at", "thread_id", "role", "content"),
                List.of(
                        "assistant_id",
                        "run_id",
                        "status",
                        "incomplete_details",
                        "incomplete_at",
                        "completed_at",
                        "attachments",
                        "file_ids",
                        "metadata"));
        String id = ImportedId.from(input.required("id"), "msg");
        long createdAt = ImportedDate.from(input.required("created_at"));
        MessageDetails details = details(input, createdAt);
        JsonText content = JsonText.of(ImportedPart.listFrom(
                input.required("content"), !details.status().equals(COMPLETED)));
        JsonText attachments = JsonText.of(attachments(input));
        StoredSize.check(
                input.pathTo("content"),
                (long) content.text().length() + attachments.text().length());
        return new ImportedMessage(new MessageObject(
                id,
                createdAt,
                threadId(input),
                details.role(),
                content,
                attachments,
                JsonText.of(input.optional("metadata").map(Metadata::from).orElse(Map.of())),
                isDefault(details, createdAt) ? null : details));
    }

    static String threadId(JsonInput input) {
        return ImportedId.from(input.required("thread_id"), "thread");
    }

    private static MessageDetails details(JsonInput input, long createdAt) {
        String status = input.optional("status")
                .map(value -> value.oneOf("in_progress", INCOMPLETE, COMPLETED))
                .orElse(COMPLETED);
        IncompleteDetails incomplete = input.optional("incomplete_details")
                .map(ImportedMessage::incompleteDetails)
                .orElse(null);
        if (incomplete != null && !status.equals(INCOMPLETE)) {
            throw ApiException.badRequest(
                    input.pathTo("incomplete_details"),
                    "invalid_value",
                    "Invalid '" + input.pathTo("incomplete_details")
                            + "': only a message with the status 'incomplete' can have details.");
        }
        return new MessageDetails(
                input.required("role").oneOf("user", "assistant"),
                input.optional("assistant_id")
                        .map(value -> ImportedId.from(value, "asst"))
                        .orElse(null),
                input.optional("run_id")
                        .map(value -> ImportedId.from(value, "run"))
                        .orElse(null),
                status,
                incomplete,
                date(input, "incomplete_at", status.equals(INCOMPLETE) ? createdAt : null),
                date(input, "completed_at", status.equals(COMPLETED) ? createdAt : null));
    }

    private static IncompleteDetails incompleteDetails(JsonInput input) {
        input.object(List.of("reason"), List.of());
        return new IncompleteDetails(input.required("reason")
                .oneOf("content_filter", "max_tokens", "run_cancelled", "run_expired", "run_failed"));
    }

    private static @Nullable Long date(JsonInput input, String name, @Nullable Long ifAbsent) {
        JsonInput date = input.optional(name).orElse(null);
        return date == null ? ifAbsent : Long.valueOf(ImportedDate.from(date));
    }

    private static boolean isDefault(MessageDetails details, long createdAt) {
        return details.equals(new MessageDetails(details.role(), null, null, COMPLETED, null, null, createdAt));
    }

    /** A file in {@code file_ids}, which version 1 of the API had, becomes an attachment without tools. */
    private static List<Attachment> attachments(JsonInput input) {
        List<Attachment> attachments = new ArrayList<>(
                input.optional("attachments").map(Attachment::listFrom).orElse(List.of()));
        List<String> files = input.optional("file_ids")
                .map(ids -> ids.array("strings", Attachment::checkedFileId))
                .orElse(List.of());
        for (String file : files) {
            if (attachments.stream().noneMatch(attachment -> attachment.fileId().equals(file))) {
                attachments.add(new Attachment(file, List.of()));
            }
        }
        return attachments;
    }

    @Override
    public String id() {
        return message.id();
    }

    @Override
    public Long createdAt() {
        return message.createdAt();
    }

    @Override
    public Object[] values() {
        return new Object[] {
            message.details() == null ? message.role() : "",
            message.createdAt(),
            message.content().text(),
            message.attachments().text(),
            message.metadata().text()
        };
    }

    @Override
    public Object @Nullable [] details() {
        MessageDetails details = message.details();
        return details == null
                ? null
                : new Object[] {details.runId(), JsonText.of(details).text()};
    }

    /** Compares the values. The order of the metadata does not matter. */
    @Override
    public boolean equals(@Nullable Object object) {
        return object instanceof ImportedMessage other
                && message.withMetadata(other.message.metadata()).equals(other.message)
                && Metadata.parse(message.metadata()).equals(Metadata.parse(other.message.metadata()));
    }

    @Override
    public int hashCode() {
        return id().hashCode();
    }
}
