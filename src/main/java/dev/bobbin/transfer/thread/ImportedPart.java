package dev.bobbin.transfer.thread;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.bobbin.thread.request.Attachment;
import dev.bobbin.thread.request.ContentPart.ImageFilePart;
import dev.bobbin.thread.request.ContentPart.ImageUrlPart;
import dev.bobbin.thread.request.ContentPart.TextPart;
import dev.bobbin.web.error.InvalidInput;
import dev.bobbin.web.json.JsonInput;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the parts of a message's content in the form in which the API returns them. */
final class ImportedPart {

    private static final int MAX_REFUSAL_LENGTH = 256_000;

    private ImportedPart() {}

    @JsonPropertyOrder({"type", "refusal"})
    private record Refusal(String type, String refusal) {}

    @JsonPropertyOrder({"type", "text", "start_index", "end_index", "file_citation"})
    private record FileCitation(String type, String text, int startIndex, int endIndex, CitedFile fileCitation) {}

    /** @param quote only version 1 of the API had it */
    @JsonPropertyOrder({"file_id", "quote"})
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record CitedFile(String fileId, @Nullable String quote) {}

    @JsonPropertyOrder({"type", "text", "start_index", "end_index", "file_path"})
    private record FilePath(String type, String text, int startIndex, int endIndex, File filePath) {}

    private record File(String fileId) {}

    /** @param mayBeEmpty whether the message was not completed, so that it can have no content */
    static List<Object> listFrom(JsonInput input, boolean mayBeEmpty) {
        List<Object> parts = input.array("objects", ImportedPart::from);
        if (parts.isEmpty() && !mayBeEmpty) {
            throw InvalidInput.arrayEmpty(input.path());
        }
        return parts;
    }

    private static Object from(JsonInput input) {
        String type = input.discriminator("type", "text", "image_url", "image_file", "refusal");
        input.object(List.of("type", type), List.of());
        JsonInput part = input.required(type);
        return switch (type) {
            case "text" -> text(part);
            case "image_url" -> ImageUrlPart.from(part);
            case "image_file" -> ImageFilePart.from(part);
            default -> new Refusal(type, part.nonEmptyString(MAX_REFUSAL_LENGTH));
        };
    }

    private static TextPart text(JsonInput input) {
        input.object(List.of("value"), List.of("annotations"));
        return new TextPart(new TextPart.Text(
                TextPart.Text.valueFrom(input.required("value")),
                input.optional("annotations")
                        .map(annotations -> annotations.array("objects", ImportedPart::annotation))
                        .orElse(List.of())));
    }

    private static Object annotation(JsonInput input) {
        String type = input.discriminator("type", "file_citation", "file_path");
        input.object(List.of("type", "text", "start_index", "end_index", type), List.of());
        String text = input.required("text").string();
        int start = input.required("start_index").integer(0, Integer.MAX_VALUE);
        int end = input.required("end_index").integer(0, Integer.MAX_VALUE);
        JsonInput file = input.required(type);
        if (type.equals("file_path")) {
            file.object(List.of("file_id"), List.of());
            return new FilePath(type, text, start, end, new File(Attachment.fileId(file)));
        }
        file.object(List.of("file_id"), List.of("quote"));
        String quote = file.optional("quote").map(JsonInput::string).orElse(null);
        return new FileCitation(type, text, start, end, new CitedFile(Attachment.fileId(file), quote));
    }
}
