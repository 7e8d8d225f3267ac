package dev.bobbin.web;

/**
 * Measures, checks and shortens text by Unicode code points, in which the API counts lengths. The server does not store
 * U+0000 or lone surrogates.
 */
public final class CodePoints {

    private static final int QUOTE_LENGTH = 200;

    private CodePoints() {}

    /** The number of code points; a lone surrogate counts as one. */
    public static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    public static boolean isStorable(String text) {
        return text.codePoints().allMatch(CodePoints::isStorable);
    }

    public static String replaceUnstorable(String text) {
        return text.codePoints()
                .map(point -> isStorable(point) ? point : 0xFFFD)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Shortens a text so that an error sentence can quote it. */
    public static String abbreviate(String text) {
        return abbreviate(text, QUOTE_LENGTH);
    }

    public static String abbreviate(String text, int limit) {
        return length(text) <= limit ? text : text.substring(0, text.offsetByCodePoints(0, limit)) + "...";
    }

    private static boolean isStorable(int point) {
        return point != 0 && !(point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }
}
