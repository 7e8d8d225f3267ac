package dev.bobbin.content;

import dev.bobbin.api.JsonInput;
import dev.bobbin.api.ObjectId;
import java.util.List;

/** A file that comes with a message, and the tools that may read it. */
public record Attachment(String fileId, List<Tool> tools) {

    record Tool(String type) {

        static Tool from(JsonInput input) {
            String type = input.discriminator("type", "code_interpreter", "file_search");
            input.object(List.of("type"), List.of());
            return new Tool(type);
        }
    }

    public static List<Attachment> listFrom(JsonInput input) {
        return input.array("objects", Attachment::from);
    }

    private static Attachment from(JsonInput input) {
        input.object(List.of("file_id", "tools"), List.of());
        return new Attachment(
                ObjectId.fileId(input.required("file_id")),
                input.required("tools").array("objects", Tool::from));
    }
}
