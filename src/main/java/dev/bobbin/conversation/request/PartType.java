package dev.bobbin.conversation.request;

import dev.bobbin.web.error.InvalidInput;
import dev.bobbin.web.json.JsonInput;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;

/** The types of the parts of a message or a function's output. */
enum PartType {
    INPUT_TEXT(TextPart::from),
    INPUT_IMAGE(InputImagePart::from),
    INPUT_FILE(InputFilePart::from),
    OUTPUT_TEXT(OutputTextPart::from),
    REFUSAL(RefusalPart::from);

    /** The parts of the output of a function, and of all messages except those of an assistant. */
    static final List<PartType> INPUT = List.of(INPUT_TEXT, INPUT_IMAGE, INPUT_FILE);

    static final List<PartType> ASSISTANT = List.of(OUTPUT_TEXT, REFUSAL);

    private final String text = name().toLowerCase(Locale.ROOT);
    private final BiFunction<String, JsonInput, Object> form;

    /** @param form creates the part, as the API returns it, from its type and members */
    PartType(BiFunction<String, JsonInput, Object> form) {
        this.form = form;
    }

    /** Reads an array of parts in a place where the other form is a string. */
    static List<Object> listFrom(JsonInput input, List<PartType> allowed) {
        if (!input.isArray()) {
            throw input.wrongType("one of a string or array of objects");
        }
        return input.array("objects", part -> {
            PartType type = of(part, allowed);
            return type.form.apply(type.text, part);
        });
    }

    private static PartType of(JsonInput part, List<PartType> allowed) {
        JsonInput input = part.required("type");
        String name = input.string();
        String[] supported = allowed.stream().map(type -> type.text).toArray(String[]::new);
        PartType type = Arrays.stream(values())
                .filter(known -> known.text.equals(name))
                .findFirst()
                .orElseThrow(() -> InvalidInput.unsupported(input.path(), name, supported));
        if (!allowed.contains(type)) {
            throw InvalidInput.unsupported(part.path(), name, supported);
        }
        return type;
    }
}
