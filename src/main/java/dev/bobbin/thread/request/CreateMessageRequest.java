package dev.bobbin.thread.request;

import dev.bobbin.web.json.JsonInput;
import dev.bobbin.web.json.JsonText;
import dev.bobbin.web.json.Metadata;
import dev.bobbin.web.limit.StoredSize;
import java.util.List;
import java.util.Map;

/**
 * A message to create. It holds the JSON that is stored, which needs far less memory than the objects of the content.
 *
 * @param role {@code user} or {@code assistant}
 */
public record CreateMessageRequest(String role, JsonText content, JsonText attachments, JsonText metadata) {

    private CreateMessageRequest(
            String role, List<ContentPart> content, List<Attachment> attachments, Map<String, String> metadata) {
        this(role, JsonText.of(content), JsonText.of(attachments), JsonText.of(metadata));
    }

    public static CreateMessageRequest from(JsonInput body) {
        body.object(List.of("role", "content"), List.of("attachments", "metadata"));
        CreateMessageRequest request = new CreateMessageRequest(
                body.required("role").oneOf("user", "assistant"),
                ContentPart.listFrom(body.required("content")),
                body.optional("attachments").map(Attachment::listFrom).orElse(List.of()),
                body.optional("metadata").map(Metadata::from).orElse(Map.of()));
        StoredSize.check(body.pathTo("content"), request.length());
        return request;
    }

    private int length() {
        return content.text().length() + attachments.text().length();
    }

    /** A message with one part, a text. */
    public static CreateMessageRequest ofText(String role, String text) {
        return new CreateMessageRequest(role, List.of(ContentPart.TextPart.of(text)), List.of(), Map.of());
    }
}
