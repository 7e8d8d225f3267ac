package dev.bobbin.thread.request;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.bobbin.web.error.ApiException;
import dev.bobbin.web.error.InvalidInput;
import dev.bobbin.web.json.JsonInput;
import dev.bobbin.web.json.WebUrl;
import java.util.List;

/** One part of a message's content, in the form in which the API returns it. */
public sealed interface ContentPart {

    @JsonProperty
    String type();

    /** Reads the content of a message: a string, which is a single text, or an array of at least one part. */
    static List<ContentPart> listFrom(JsonInput input) {
        if (input.isString()) {
            return List.of(TextPart.from(input));
        }
        if (!input.isArray()) {
            throw input.wrongType("one of a string or array of objects");
        }
        List<ContentPart> parts = input.array("objects", ContentPart::from);
        if (parts.isEmpty()) {
            throw InvalidInput.arrayEmpty(input.path());
        }
        return parts;
    }

    private static ContentPart from(JsonInput input) {
        String type = input.discriminator("type", "text", "image_url", "image_file");
        input.object(List.of("type", type), List.of());
        JsonInput part = input.required(type);
        return switch (type) {
            case "text" -> TextPart.from(part);
            case "image_url" -> ImageUrlPart.from(part);
            default -> ImageFilePart.from(part);
        };
    }

    @JsonPropertyOrder({"type", "text"})
    record TextPart(Text text) implements ContentPart {

        /** Maximum length of each text, in code points. */
        private static final int MAX_LENGTH = 256_000;

        public record Text(String value, List<Object> annotations) {

            /** Checks a text. */
            public static String valueFrom(JsonInput input) {
                String value = input.string(MAX_LENGTH);
                if (value.isEmpty()) {
                    throw ApiException.badRequest(input.path(), null, "Message content must be non-empty.");
                }
                return value;
            }
        }

        static TextPart of(String value) {
            return new TextPart(new Text(value, List.of()));
        }

        static TextPart from(JsonInput input) {
            return of(Text.valueFrom(input));
        }

        @Override
        public String type() {
            return "text";
        }
    }

    @JsonPropertyOrder({"type", "image_file"})
    record ImageFilePart(ImageFile imageFile) implements ContentPart {

        record ImageFile(String fileId, String detail) {}

        public static ImageFilePart from(JsonInput input) {
            input.object(List.of("file_id"), List.of("detail"));
            return new ImageFilePart(new ImageFile(Attachment.fileId(input), detail(input)));
        }

        @Override
        public String type() {
            return "image_file";
        }
    }

    @JsonPropertyOrder({"type", "image_url"})
    record ImageUrlPart(ImageUrl imageUrl) implements ContentPart {

        record ImageUrl(String url, String detail) {}

        public static ImageUrlPart from(JsonInput input) {
            input.object(List.of("url"), List.of("detail"));
            return new ImageUrlPart(new ImageUrl(WebUrl.from(input.required("url")), detail(input)));
        }

        @Override
        public String type() {
            return "image_url";
        }
    }

    private static String detail(JsonInput image) {
        return image.member("detail")
                .map(detail -> detail.oneOf("auto", "low", "high"))
                .orElse("auto");
    }
}
