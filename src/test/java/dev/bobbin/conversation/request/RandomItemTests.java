package dev.bobbin.conversation.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.web.error.ApiError;
import dev.bobbin.web.error.ApiException;
import dev.bobbin.web.json.JsonInputs;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Properties that hold for any item. */
class RandomItemTests {

    private static final List<String> STRINGS = List.of(
            "",
            "a",
            "user",
            "assistant",
            "completed",
            "msg_1",
            "rs_1",
            "fc_1",
            "input_text",
            "output_text",
            "summary_text",
            "http://a/",
            "data:,a",
            "\u00e9\ud83e\uddea",
            "\ufffe\u202e\ufeff",
            "\\\"\\\\\\n\\t",
            "\\u0001");

    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "-0.0",
            "1.50",
            "1e5",
            "1E+5",
            "1E-400",
            "1e999999999",
            "9223372036854775808",
            "1234567890123456789012345678901234567890",
            "0.1234567890123456789012345678901234567890");

    private static final List<String> NAMES = List.of(
            "role",
            "content",
            "status",
            "phase",
            "call_id",
            "name",
            "arguments",
            "output",
            "summary",
            "encrypted_content",
            "action",
            "tools",
            "queries",
            "server_label",
            "operation",
            "path",
            "text",
            "refusal",
            "annotations",
            "image_url",
            "file_id",
            "",
            "\u00e9 \\\"",
            "__proto__");

    private final Random random = new Random(1);

    @Test
    void storesAnyTreeUnchanged() {
        for (int i = 0; i < 2_000; i++) {
            String tree = tree(6);

            assertThat(Items.stored("{\"type\":\"agent_message\",\"tree\":" + tree + "}"))
                    .isEqualTo("{\"id\":\"ID\",\"type\":\"agent_message\",\"tree\":" + tree + "}");
        }
    }

    /** A client can send everything that a list returns. */
    @Test
    void acceptsEveryStoredItemAndStoresItUnchanged() {
        int stored = 0;
        for (int i = 0; i < 30_000; i++) {
            String item = item();
            try {
                if (Items.read(item) instanceof NewItem read) {
                    String first = read.withId(read.idPrefix() + "_1").text();
                    assertThat(((NewItem) Items.read(first))
                                    .withId(read.idPrefix() + "_1")
                                    .text())
                            .isEqualTo(first);
                    // An import reads what the API has returned.
                    assertThat(NewItem.ofStored(JsonInputs.parse(first))
                                    .withId(read.idPrefix() + "_1")
                                    .text())
                            .isEqualTo(first);
                    assertThat(JsonMapper.shared().readTree(first).size()).isGreaterThanOrEqualTo(2);
                    stored++;
                }
            } catch (ApiException e) {
                assertThat(ApiError.of(e).status()).as(item).isEqualTo(400);
            }
        }
        assertThat(stored).isGreaterThan(3_000);
    }

    private String item() {
        String type = one(Stream.concat(
                        Stream.of(ItemType.values()).map(ItemType::text),
                        Stream.of("item_reference", "message", "message", "bogus"))
                .toList());
        Stream<String> members = Stream.concat(
                random.nextBoolean() ? names().map(name -> quoted(name) + ":" + tree(3)) : likely(type),
                random.nextInt(4) == 0 ? Stream.of("\"id\":" + tree(1)) : Stream.of());
        return Stream.concat(Stream.of("\"type\":\"" + type + "\""), members)
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** Members that are often valid. */
    private Stream<String> likely(String type) {
        return switch (type) {
            case "message" -> Stream.of("\"role\":\"user\"", "\"content\":[" + part() + "]");
            case "function_call" ->
                Stream.of("\"arguments\":\"\"", "\"call_id\":\"c\"", "\"name\":\"n\"", "\"x\":" + tree(2));
            case "function_call_output" ->
                Stream.of("\"output\":[" + part() + "]", "\"caller\":{\"a\":" + tree(3) + "}");
            case "reasoning" -> Stream.of("\"summary\":[]", "\"encrypted_content\":" + tree(1));
            default ->
                Stream.of("call_id", "name", "arguments", "output", "container_id", "encrypted_content")
                        .map(name -> quoted(name) + ":\"a\"");
        };
    }

    private String part() {
        return "{\"type\":\"input_text\",\"text\":" + quoted(one(STRINGS)) + "}";
    }

    private String tree(int depth) {
        return switch (random.nextInt(depth > 0 ? 6 : 4)) {
            case 0 -> one(NUMBERS);
            case 1 -> one(List.of("null", "true", "false"));
            case 2, 3 -> quoted(one(STRINGS));
            case 4 -> list(() -> tree(depth - 1)).collect(Collectors.joining(",", "[", "]"));
            default ->
                names().map(name -> quoted(name) + ":" + tree(depth - 1)).collect(Collectors.joining(",", "{", "}"));
        };
    }

    private Stream<String> names() {
        return list(() -> one(NAMES)).distinct();
    }

    private Stream<String> list(Supplier<String> element) {
        return IntStream.range(0, random.nextInt(5)).mapToObj(i -> element.get());
    }

    private String one(List<String> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }
}
