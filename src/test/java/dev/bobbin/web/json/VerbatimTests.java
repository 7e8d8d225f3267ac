package dev.bobbin.web.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.bobbin.web.error.ApiError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A value that is stored as sent. */
class VerbatimTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "-1",
                "2147483648",
                "-9223372036854775808",
                "9223372036854775808",
                "1234567890123456789012345678901234567890",
                "0.0",
                "-0.0",
                "1.10",
                "1e5",
                "1E5",
                "1E+5",
                "1.0e-05",
                "1e400",
                "-1E-999999999",
                "3.14159265358979323846264338327950288419716939937510"
            })
    void keepsTheTextOfANumber(String number) {
        assertThat(verbatim(number)).isEqualTo(number);
        assertThat(verbatim("{\"a\":[" + number + "]}")).isEqualTo("{\"a\":[" + number + "]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9", "0.", "-0.", "1e"})
    void limitsTheLengthOfANumber(String start) {
        String digits = start
                + "9"
                        .repeat(1_000
                                - (int) start.chars().filter(Character::isDigit).count());

        assertThat(verbatim("[" + digits + "]")).isEqualTo("[" + digits + "]");
        assertThat(ApiError.of(catchThrowable(() -> JsonInputs.parse("[" + digits + "99]"))))
                .extracting(ApiError::status, ApiError::code)
                .containsExactly(400, "invalid_json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "\"\"",
                "{\"\":{},\"b\":[],\"a\":null,\"10\":[[null]]}",
                "{\"z\":1,\"type\":\"a\",\"a b\":\"c\"}",
                "\"\u00e9\ud83e\uddea\ufffe\u200d\u202e\ufeff\"",
                "\"\\\"\\\\/\\n\\t\\u0001\""
            })
    void keepsMembersAndText(String json) {
        assertThat(verbatim(json)).isEqualTo(json);
    }

    @Test
    void dropsWhiteSpaceAndNeedlessEscapes() {
        assertThat(verbatim(" { \"a\" : [ 1 , \"\\u00e9\\/\" ] }\n")).isEqualTo("{\"a\":[1,\"\u00e9/\"]}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"a": "\\u0000"}               | a
                    {"a": ["b", {"c": "\\ud800"}]} | a[1].c
                    {"a": {"b\\udc00": 1}}         | a.b\uFFFD
                    {"a": "\\ude00\\ud83e"}        | a
                    """)
    void rejectsACharacterThatCannotBeStored(String json, String param) {
        JsonInput member = JsonInputs.parse(json).required("a");

        assertThat(ApiError.of(catchThrowable(member::verbatim)))
                .isEqualTo(new ApiError(
                        400,
                        "Invalid '" + param + "': string contains a character that cannot be stored.",
                        param,
                        "invalid_value"));
    }

    @Test
    void writesEveryDepthThatTheParserAccepts() {
        String deepest = "[".repeat(500) + "]".repeat(500);

        assertThat(verbatim(deepest)).isEqualTo(deepest);
        assertThat(ApiError.of(catchThrowable(() -> JsonInputs.parse("[" + deepest + "]")))
                        .code())
                .isEqualTo("invalid_json");
    }

    private static String verbatim(String json) {
        return JsonInputs.parse(json).verbatim().text();
    }
}
