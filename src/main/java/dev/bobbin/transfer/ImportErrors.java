package dev.bobbin.transfer;

import dev.bobbin.transfer.body.BodyScanner;
import dev.bobbin.transfer.body.BodyScanner.Element;
import dev.bobbin.web.error.ApiException;
import dev.bobbin.web.json.JsonInput;
import java.util.function.Function;

/** The errors for lines that are valid, but do not fit what the server or the body already contains. */
final class ImportErrors {

    private ImportErrors() {}

    /** The thread of another project gets the same error. */
    static ApiException threadExists(Element line, String id) {
        return invalid(line, "id", "Thread '" + id + "' exists with other content.");
    }

    static ApiException messageExists(Element line, String id) {
        return invalid(line, "id", "Message '" + id + "' exists with other content.");
    }

    static ApiException otherOrder(Element line, String id) {
        return invalid(line, "id", "The thread contains message '" + id + "' at another place.");
    }

    static ApiException newBeforeKnown(Element line) {
        return invalid(line, "id", "The thread does not contain this message, but it contains a later one.");
    }

    static ApiException noThread(Element line, String id) {
        return ApiException.notFound(path(line, "thread_id"), "No thread found with id '" + id + "'.");
    }

    /** The scanner reads the pages that are valid. */
    static ApiException invalidPage(JsonInput page) {
        page.required("data").array("objects", Function.identity());
        return ApiException.badRequest(
                null,
                "invalid_value",
                "Expected a list page with at most " + BodyScanner.MEMBERS_OF_A_PAGE
                        + " properties, and without escapes in their names.");
    }

    private static ApiException invalid(Element line, String member, String message) {
        return ApiException.badRequest(path(line, member), "invalid_value", message);
    }

    static String path(Element line, String member) {
        return line.index() < 0 ? member : line.path() + "." + member;
    }
}
