package dev.bobbin.web.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bobbin.web.error.ApiException;
import java.lang.management.ManagementFactory;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The parser keeps nothing from one body that could affect the next one. */
class JsonTests {

    private static final int NAME_LENGTH = 1 << 20;

    @Test
    void retainsNoNameOfABody() {
        long before = heapInUse();

        for (int i = 0; i < 64; i++) {
            Json.parse("{\"" + "n".repeat(NAME_LENGTH) + i + "\": 1}");
        }

        assertThat(heapInUse() - before).isLessThan(16 * NAME_LENGTH);
    }

    /** The names have one length and, in a hash of the form {@code 33 * hash + character}, one hash. */
    @RepeatedTest(20)
    void parsesABodyAfterOneWithCollidingNames() {
        String colliding = IntStream.range(0, 400)
                .mapToObj(JsonTests::collidingName)
                .map(name -> "\"" + name + "\": 1")
                .collect(Collectors.joining(",", "{", "}"));
        parseOrReject(colliding);

        for (int i = 0; i < 500; i++) {
            String name = "name" + System.nanoTime() + i;
            assertThat(Json.parse("{\"" + name + "\": " + i + "}").get(name).asInt())
                    .isEqualTo(i);
        }
    }

    @Test
    void rejectsWhatIsNotJson() {
        assertThatThrownBy(() -> Json.parse("{\"a\": 1,}")).isInstanceOf(ApiException.class);
    }

    @Test
    void rejectsMoreValuesThanTheHeapHolds() {
        String body = "[0" + ",0".repeat(1_000_000) + "]";

        assertThatThrownBy(() -> Json.parse(body))
                .isInstanceOf(ApiException.class)
                .hasMessageStartingWith("The request body has too many values. Expected at most ");
    }

    /** The response to a message has twice as many values as the request. */
    @Test
    void readsAnObjectWithMoreValuesThanABody() {
        int values = 1_500_000;
        String object = "[0" + ",0".repeat(values - 1) + "]";

        assertThat(Json.parseObject(object)).hasSize(values);
        assertThat(new JsonText(object).hasValuesOf(new JsonText(object.replace("[0,", "[1,"))))
                .isFalse();
        assertThatThrownBy(() -> Json.parseObject("[" + object + "," + object + "]"))
                .isInstanceOf(ApiException.class);
    }

    /** The memory budget relies on this number. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"text\",\"text\":\"x\"}",
                "{\"a\":1}",
                "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}}}}}",
                "{}",
                "[]",
                "[[[[[[[[]]]]]]]]",
                "\"x\"",
                "1.5"
            })
    void needsAtMost37BytesOfHeapForAByte(String value) {
        String body = "[" + value + ("," + value).repeat(400_000 / value.length()) + "]";
        long before = heapInUse();

        JsonNode tree = Json.parse(body);

        assertThat(heapInUse() - before).isLessThan(37L * body.length());
        assertThat(tree.isArray()).isTrue();
    }

    private static String collidingName(int number) {
        return IntStream.range(0, 9)
                .mapToObj(bit -> (number >> bit & 1) == 0 ? "Ab" : "BA")
                .collect(Collectors.joining());
    }

    /** A parser may reject the body, but only as the client's error. */
    private static void parseOrReject(String body) {
        try {
            Json.parse(body);
        } catch (ApiException e) {
            assertThat(e).hasMessageContaining("failed to parse JSON");
        }
    }

    private static long heapInUse() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
