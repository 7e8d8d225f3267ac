package dev.bobbin.server.support;

import dev.bobbin.server.support.ApiClient.Response;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Shortens the reports of imports for comparisons. */
public final class ImportReports {

    private ImportReports() {}

    /**
     * The counts of one kind of object as "created skipped refused".
     *
     * @param objects the member of the report, such as {@code threads}
     */
    public static String counts(Response report, String objects) {
        JsonNode counts = report.json().get(objects);
        return counts.get("created") + " " + counts.get("skipped") + " " + counts.get("refused");
    }

    /** Each problem is "line message param code". */
    public static List<String> problems(Response report) {
        return report.json()
                .get("problems")
                .valueStream()
                .map(problem -> problem.get("line").asString() + " "
                        + problem.get("message").stringValue() + " "
                        + problem.get("param").asString("null") + " "
                        + problem.get("code").asString("null"))
                .toList();
    }
}
