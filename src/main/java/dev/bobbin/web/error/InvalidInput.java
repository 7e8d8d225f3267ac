package dev.bobbin.web.error;

import dev.bobbin.web.CodePoints;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The errors for an invalid value that a client sent. Each has status 400 and a code. */
public final class InvalidInput {

    private InvalidInput() {}

    public static ApiException notJson() {
        return ApiException.badRequest(
                null,
                "invalid_json",
                "Invalid body: failed to parse JSON value. Please check the value to ensure it is valid JSON. "
                        + "(Common errors include trailing commas, missing closing brackets, missing quotation marks, "
                        + "etc.)");
    }

    public static ApiException notUtf8() {
        return ApiException.badRequest(
                null,
                "invalid_json",
                "Invalid body: the text is not valid UTF-8. Please encode the JSON body of your request in UTF-8.");
    }

    /** The error for a body whose arrays and objects contain one another in more than {@code max} levels. */
    public static ApiException nestedTooDeeply(int max) {
        return ApiException.badRequest(
                null,
                "invalid_json",
                "Invalid body: too many levels of nesting. Expected arrays and objects in at most " + max + " levels.");
    }

    public static ApiException numberTooLong(int max) {
        return ApiException.badRequest(
                null,
                "invalid_json",
                "Invalid body: a number is too long. Expected numbers with at most " + max + " digits.");
    }

    public static ApiException missing(String param) {
        return ApiException.badRequest(
                param, "missing_required_parameter", "Missing required parameter: '" + param + "'.");
    }

    public static ApiException unknown(String param) {
        return ApiException.badRequest(
                param, "unknown_parameter", "Unknown parameter: '" + CodePoints.abbreviate(param) + "'.");
    }

    /** The root of a body has an empty path, which the error reports as {@code param: null}. */
    public static ApiException type(String param, String expected, String actual) {
        boolean root = param.isEmpty();
        return ApiException.badRequest(
                root ? null : param,
                "invalid_type",
                "Invalid type" + (root ? "" : " for '" + param + "'") + ": expected " + expected + ", but got " + actual
                        + " instead.");
    }

    /** The error for a query parameter whose text is not an integer. */
    public static ApiException notAnInteger(String param) {
        return ApiException.badRequest(
                param,
                "invalid_type",
                "Invalid type for '" + param + "': expected an integer, but got a string value that could not be "
                        + "converted into an integer.");
    }

    /** The error for a value that is none of the supported ones. */
    public static ApiException unsupported(String param, String value, String... supported) {
        return value(
                param,
                "Invalid value: '" + CodePoints.abbreviate(value) + "'. Supported values are: " + enumeration(supported)
                        + ".");
    }

    public static ApiException contentType(String type, String... supported) {
        return ApiException.badRequest(
                null,
                "unsupported_content_type",
                "Unsupported content type: '" + type + "'. This API method only accepts " + enumeration(supported)
                        + " requests, but you specified the header 'Content-Type: " + type
                        + "'. Please try again with a supported content type.");
    }

    private static String enumeration(String... values) {
        String last = "'" + values[values.length - 1] + "'";
        if (values.length == 1) {
            return last;
        }
        String others = Arrays.stream(values, 0, values.length - 1)
                .map(value -> "'" + value + "'")
                .collect(Collectors.joining(", "));
        return others + (values.length > 2 ? "," : "") + " and " + last;
    }

    public static ApiException idWithoutPrefix(String param, String id, String prefix) {
        return value(
                param,
                "Invalid '" + param + "': '" + CodePoints.abbreviate(id) + "'. Expected an ID that begins with '"
                        + prefix + "'.");
    }

    public static ApiException character(String param) {
        return value(param, "Invalid '" + param + "': string contains a character that cannot be stored.");
    }

    public static ApiException url(String param) {
        return value(param, "Invalid '" + param + "'. Expected a valid URL, but got a value with an invalid format.");
    }

    public static ApiException stringEmpty(String param) {
        return ApiException.badRequest(
                param,
                "empty_string",
                "Invalid '" + param
                        + "': empty string. Expected a string with minimum length 1, but got an empty string instead.");
    }

    public static ApiException stringTooLong(String param, int max, int length) {
        return ApiException.badRequest(
                param,
                "string_above_max_length",
                "Invalid '" + param + "': string too long. Expected a string with maximum length " + max
                        + ", but got a string with length " + length + " instead.");
    }

    public static ApiException arrayEmpty(String param) {
        return ApiException.badRequest(
                param,
                "empty_array",
                "Invalid '" + param
                        + "': empty array. Expected an array with minimum length 1, but got an empty array instead.");
    }

    public static ApiException arrayTooLong(String param, int max, int length) {
        return ApiException.badRequest(
                param,
                "array_above_max_length",
                "Invalid '" + param + "': array too long. Expected an array with maximum length " + max
                        + ", but got an array with length " + length + " instead.");
    }

    public static ApiException tooManyMembers(String param, int max, int size) {
        return ApiException.badRequest(
                param,
                "object_above_max_properties",
                "Invalid '" + param + "': too many properties. Expected an object with at most " + max
                        + " properties, but got an object with " + size + " properties instead.");
    }

    /**
     * The error for a member whose name is too long.
     *
     * @param param the path of the object
     */
    public static ApiException nameTooLong(String param, String name, int max) {
        String ends = name.substring(0, name.offsetByCodePoints(0, 3)) + "..."
                + name.substring(name.offsetByCodePoints(name.length(), -3));
        return ApiException.badRequest(
                param + "." + name,
                "property_name_above_max_length",
                "Invalid property name in '" + param + "': '" + ends
                        + "' is too long. Expected a string with maximum length " + max
                        + ", but got a string with length "
                        + CodePoints.length(name) + " instead.");
    }

    static ApiException integerAbove(String param, long max, Object actual) {
        return ApiException.badRequest(
                param,
                "integer_above_max_value",
                "Invalid '" + param + "': integer above maximum value. Expected a value <= " + max + ", but got "
                        + actual + " instead.");
    }

    static ApiException integerBelow(String param, long min, Object actual) {
        return ApiException.badRequest(
                param,
                "integer_below_min_value",
                "Invalid '" + param + "': integer below minimum value. Expected a value >= " + min + ", but got "
                        + actual + " instead.");
    }

    private static ApiException value(@Nullable String param, String message) {
        return ApiException.badRequest(param, "invalid_value", message);
    }
}
