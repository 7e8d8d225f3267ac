package dev.bobbin.transfer;

import dev.bobbin.transfer.body.BodyScanner;
import dev.bobbin.transfer.body.BodyScanner.Element;
import dev.bobbin.web.error.ApiException;
import dev.bobbin.web.json.JsonInput;
import java.util.function.Function;

/** The errors for lines that are valid, but do not fit what the server or the body already contains. */
public final class ImportErrors {

    private ImportErrors() {}

    /** The owner of another project gets the same error. */
    static ApiException ownerExists(TransferNames names, Element line, String id) {
        return invalid(line, "id", names.capitalizedOwner() + " '" + id + "' exists with other content.");
    }

    static ApiException entryExists(TransferNames names, Element line, String id) {
        return invalid(line, names.pathToId(), names.capitalizedEntry() + " '" + id + "' exists with other content.");
    }

    static ApiException otherOrder(TransferNames names, Element line, String id) {
        return invalid(
                line,
                names.pathToId(),
                "The " + names.owner() + " contains " + names.entry() + " '" + id + "' at another place.");
    }

    static ApiException newBeforeKnown(TransferNames names, Element line) {
        return invalid(
                line,
                names.pathToId(),
                "The " + names.owner() + " does not contain this " + names.entry() + ", but it contains a later one.");
    }

    /** The scanner reads the pages that are valid. */
    public static ApiException invalidPage(JsonInput page) {
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
