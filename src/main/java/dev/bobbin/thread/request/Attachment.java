package dev.bobbin.thread.request;

import dev.bobbin.web.id.ObjectId;
import dev.bobbin.web.json.JsonInput;
import java.util.List;

/** A file that is attached to a message, and the tools that may read it. */
public record Attachment(String fileId, List<Tool> tools) {

    private static final String AZURE_FILE_PREFIX = "assistant-";

    public record Tool(String type) {

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
        return new Attachment(fileId(input), input.required("tools").array("objects", Tool::from));
    }

    /** The member {@code file_id}. The server checks its prefix only, since it has no Files API. */
    public static String fileId(JsonInput parent) {
        return checkedFileId(parent.required("file_id"));
    }

    /** Checks the id of a file. */
    public static String checkedFileId(JsonInput input) {
        String id = input.string();
        return id.startsWith(AZURE_FILE_PREFIX) ? id : ObjectId.check(input.path(), id, "file");
    }
}
