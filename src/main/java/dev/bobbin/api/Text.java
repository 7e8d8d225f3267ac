package dev.bobbin.api;

/** Text as the API counts and keeps it: in Unicode code points, without U+0000 and without halves of a pair. */
final class Text {

    private Text() {}

    /** The number of code points; half a pair counts as one. */
    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** The text, if it has at most {@code max} code points. */
    static String check(String param, String text, int max) {
        int length = length(text);
        if (length > max) {
            throw InvalidInput.stringTooLong(param, max, length);
        }
        return text;
    }

    static boolean isStorable(String text) {
        return text.codePoints().allMatch(Text::isStorable);
    }

    static String replaceUnstorable(String text) {
        return text.codePoints()
                .map(point -> isStorable(point) ? point : 0xFFFD)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** The beginning of a text, short enough to be quoted in a sentence. */
    static String abbreviate(String text) {
        return abbreviate(text, 200);
    }

    static String abbreviate(String text, int limit) {
        return length(text) <= limit ? text : text.substring(0, text.offsetByCodePoints(0, limit)) + "...";
    }

    private static boolean isStorable(int point) {
        return point != 0 && !(point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }
}
