package dev.bobbin.transfer;

import dev.bobbin.web.CodePoints;
import dev.bobbin.web.error.ApiException;
import dev.bobbin.web.json.JsonResponseWriter;
import dev.bobbin.web.json.JsonText;
import dev.bobbin.web.json.JsonWritable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The response to an import: how many objects it created, skipped and refused, and why. */
final class ImportReport implements JsonWritable {

    static final int MAX_PROBLEMS = 100;

    /** The longest text in a problem, since the report is in the heap for as long as the import runs. */
    private static final int MAX_LENGTH = 1000;

    /** @param line the line on which the object begins */
    record Problem(
            long line,
            String message,
            @Nullable String param,
            @Nullable String code) {

        static Problem of(long line, ApiException error) {
            String param = error.param();
            return new Problem(
                    line,
                    CodePoints.abbreviate(error.sentence(), MAX_LENGTH),
                    param == null ? null : CodePoints.abbreviate(param, MAX_LENGTH),
                    error.code());
        }
    }

    /** The numbers of objects of one kind. */
    static final class Counts {

        long created;
        long skipped;
        long refused;

        String json() {
            return "{\"created\":" + created + ",\"skipped\":" + skipped + ",\"refused\":" + refused + "}";
        }
    }

    final Counts owners = new Counts();
    final Counts entries = new Counts();
    private final TransferNames names;
    private final List<Problem> problems = new ArrayList<>();
    private long omitted;

    ImportReport(TransferNames names) {
        this.names = names;
    }

    TransferNames names() {
        return names;
    }

    void add(Problem problem) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(problem);
        } else {
            omitted++;
        }
    }

    /** Adds problems in the order of their lines, and counts those of them that were left out. */
    private void addAll(ProblemList list) {
        list.inOrder().forEach(this::add);
        omitted += list.omitted();
    }

    /** @param all the number of all entries in the lines */
    void countWritten(OwnerLines lines, long all, Written written) {
        entries.created += written.entries;
        entries.skipped += all - written.entries;
        if (written.owner) {
            owners.created++;
        } else if (lines.ownerLine != null) {
            owners.skipped++;
        }
    }

    /**
     * @param equal the number of entries that the owner contains, including those that this import has written
     * @param written what the import had written when it found the problem
     */
    void countRefused(OwnerLines lines, long equal, Written written) {
        addAll(lines.problems);
        // Another request can have deleted written entries.
        long created = Math.min(written.entries, equal);
        entries.created += created;
        entries.skipped += equal - created;
        entries.refused += lines.entries.size() + lines.invalid - equal;
    }

    @Override
    public void writeTo(JsonResponseWriter json) throws IOException {
        json.ascii("{\"object\":\"" + names.owner() + ".import\",\"" + names.owners() + "\":" + owners.json() + ",\""
                        + names.entries() + "\":" + entries.json() + ",\"problems\":")
                .json(JsonText.of(problems).text())
                .ascii(",\"problems_omitted\":" + omitted + "}");
    }
}
