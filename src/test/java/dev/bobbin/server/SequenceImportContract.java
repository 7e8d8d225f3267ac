package dev.bobbin.server;

import static dev.bobbin.server.support.ImportReports.counts;
import static dev.bobbin.server.support.ImportReports.problems;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.support.ApiClient.Response;
import dev.bobbin.server.support.ConcurrentClients;
import dev.bobbin.server.support.ImportedSequence;
import dev.bobbin.server.support.SequenceKind;
import dev.bobbin.server.support.SequenceUnderTest;
import dev.bobbin.server.support.Server;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the imports of threads and of conversations have in common. */
interface SequenceImportContract extends Server {

    @ParameterizedTest
    @EnumSource
    default void findsAnImportedOwnerByItsMetadata(SequenceKind kind) {
        ImportedSequence sequence = newSequence(kind);
        String id = sequence.ownerId();
        sequence.importLines(sequence.ownerLine().replace("{\"a\":\"b\"}", "{\"t\":\"" + id + "\"}"));

        assertThat(api().get("/v1/" + kind.owners() + "?metadata[t]=" + id).ids())
                .containsExactly(id);
    }

    @ParameterizedTest
    @EnumSource
    default void appendsNewElementsAfterImportedOnes(SequenceKind kind) {
        ImportedSequence sequence = newSequence(kind);
        sequence.importLines(sequence.ownerLine(), sequence.line("msg_1"));

        new SequenceUnderTest(api(), sequence.owner()).append("Next");

        assertThat(sequence.ids()).hasSize(2).startsWith("msg_1");
    }

    @ParameterizedTest
    @EnumSource
    default void importsTheSameBodyTwiceWithoutAnyChange(SequenceKind kind) {
        ImportedSequence sequence = newSequence(kind);
        String[] body = {sequence.ownerLine(), sequence.line("msg_1"), sequence.line("msg_2")};
        sequence.importLines(body);
        String before = sequence.export();

        assertCounts(sequence.importLines(body), kind, "0 1 0", "0 2 0");
        assertThat(sequence.export()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    default void importsItsOwnExportByteForByte(SequenceKind kind) {
        ImportedSequence sequence = newSequence(kind);
        sequence.importLines(sequence.ownerLine(), sequence.line("msg_1"), sequence.line("msg_2"));
        String export = sequence.export();
        api().delete(sequence.owner());

        assertCounts(sequence.importLines(export), kind, "1 0 0", "2 0 0");
        assertThat(sequence.export()).isEqualTo(export);
        assertCounts(sequence.importLines(export), kind, "0 1 0", "0 2 0");
        assertThat(sequence.export()).isEqualTo(export);
    }

    @ParameterizedTest
    @EnumSource
    default void createsAnOwnerWithItsOwnLineAlthoughItsElementsComeFirst(SequenceKind kind) {
        ImportedSequence one = newSequence(kind);
        ImportedSequence two = newSequence(kind);
        String path = "/v1/" + kind.owners() + "/import?create_" + kind.owners() + "=true";
        String[] body = {
            one.line("msg_1"), two.line("msg_1"), two.ownerLine(), two.line("msg_2"), one.ownerLine(), one.line("msg_2")
        };

        assertCounts(api().importTo(path, body), kind, "2 0 0", "4 0 0");
        for (ImportedSequence sequence : List.of(one, two)) {
            assertThat(api().get(sequence.owner()).body()).contains("\"created_at\":5,\"metadata\":{\"a\":\"b\"}");
            assertThat(sequence.ids()).containsExactly("msg_1", "msg_2");
        }
        assertCounts(api().importTo(path, body), kind, "0 2 0", "0 4 0");
    }

    @ParameterizedTest
    @EnumSource
    default void importsAPageOfOwners(SequenceKind kind) {
        ImportedSequence one = newSequence(kind);
        ImportedSequence two = newSequence(kind);
        String page =
                "{\"object\":\"list\",\"data\":[" + one.ownerLine() + "," + two.ownerLine() + "],\"has_more\":false}";

        assertCounts(one.importLines(page), kind, "2 0 0", "0 0 0");
    }

    @ParameterizedTest
    @EnumSource
    default void importsAnOwnerWholeOrNotAtAll(SequenceKind kind) {
        ImportedSequence bad = newSequence(kind);
        ImportedSequence good = newSequence(kind);

        Response report = bad.importLines(
                bad.ownerLine(),
                bad.line("msg_1"),
                "nonsense",
                bad.line("msg_3"),
                good.ownerLine(),
                good.line("msg_1"));

        assertCounts(report, kind, "1 0 1", "1 0 3");
        assertThat(problems(report)).singleElement().asString().startsWith("3 ");
        assertThat(api().get(bad.owner()).status()).isEqualTo(404);
        assertThat(good.ids()).containsExactly("msg_1");
    }

    @ParameterizedTest
    @EnumSource
    default void countsProblemsAfterTheFirst100(SequenceKind kind) {
        Response report = newSequence(kind)
                .importLines(Stream.generate(() -> "x").limit(130).toArray(String[]::new));

        assertCounts(report, kind, "0 0 0", "0 0 130");
        assertThat(problems(report)).hasSize(100);
        assertThat(problems(report).get(99)).startsWith("100 ");
        assertThat(report.json().get("problems_omitted").intValue()).isEqualTo(30);
    }

    @ParameterizedTest
    @CsvSource({"MESSAGES, Thread", "ITEMS, Conversation"})
    default void refusesAnOwnerThatExistsWithOtherContent(SequenceKind kind, String name) {
        ImportedSequence sequence = newSequence(kind);
        sequence.importLines(sequence.ownerLine(), sequence.line("msg_1"));

        Response report = sequence.importLines(
                sequence.ownerLine().replace("\"b\"", "\"c\""), sequence.line("msg_1"), sequence.line("msg_2"));

        assertCounts(report, kind, "0 0 1", "0 1 1");
        assertThat(problems(report))
                .containsExactly(
                        "1 " + name + " '" + sequence.ownerId() + "' exists with other content. id invalid_value");
        assertThat(sequence.ids()).containsExactly("msg_1");
    }

    @ParameterizedTest
    @EnumSource
    default void appendsUnknownElementsToAnExistingOwner(SequenceKind kind) {
        ImportedSequence sequence = newSequence(kind);
        sequence.importLines(sequence.ownerLine(), sequence.line("msg_1"), sequence.line("msg_2"));

        Response report = sequence.importLines(sequence.ownerLine(), sequence.line("msg_2"), sequence.line("msg_3"));

        assertCounts(report, kind, "0 1 0", "1 1 0");
        assertThat(sequence.ids()).containsExactly("msg_1", "msg_2", "msg_3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MESSAGES | The thread does not contain this message, but it contains a later one. id invalid_value",
                "ITEMS | The conversation does not contain this item, but it contains a later one. item.id invalid_value"
            })
    default void refusesUnknownElementsBeforeKnownOnes(SequenceKind kind, String problem) {
        ImportedSequence sequence = newSequence(kind);
        sequence.importLines(sequence.ownerLine(), sequence.line("msg_1"), sequence.line("msg_2"));

        Response report = sequence.importLines(sequence.line("msg_1"), sequence.line("msg_x"), sequence.line("msg_2"));

        assertCounts(report, kind, "0 0 0", "0 2 1");
        assertThat(problems(report)).containsExactly("2 " + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MESSAGES | The thread contains message 'msg_1' at another place. id invalid_value",
                "ITEMS | The conversation contains item 'msg_1' at another place. item.id invalid_value"
            })
    default void refusesKnownElementsInAnotherOrder(SequenceKind kind, String problem) {
        ImportedSequence sequence = newSequence(kind);
        sequence.importLines(sequence.ownerLine(), sequence.line("msg_1"), sequence.line("msg_2"));

        Response report = sequence.importLines(sequence.line("msg_2"), sequence.line("msg_1"));

        assertCounts(report, kind, "0 0 0", "0 1 1");
        assertThat(problems(report)).containsExactly("2 " + problem);
    }

    @ParameterizedTest
    @EnumSource
    default void skipsAnElementThatStandsTwiceInTheBody(SequenceKind kind) {
        ImportedSequence sequence = newSequence(kind);

        Response report = sequence.importLines(
                sequence.ownerLine(), sequence.line("msg_1"), sequence.line("msg_2"), sequence.line("msg_1"));

        assertCounts(report, kind, "1 0 0", "2 1 0");
        assertThat(sequence.ids()).containsExactly("msg_1", "msg_2");
    }

    @ParameterizedTest
    @EnumSource
    default void importsTheSameIdsForAnotherOwner(SequenceKind kind) {
        ImportedSequence one = newSequence(kind);
        ImportedSequence two = newSequence(kind);

        Response report = one.importLines(one.ownerLine(), one.line("msg_1"), two.ownerLine(), two.line("msg_1"));

        assertCounts(report, kind, "2 0 0", "2 0 0");
    }

    @ParameterizedTest
    @EnumSource
    default void continuesAnOwnerLaterInTheBody(SequenceKind kind) {
        ImportedSequence one = newSequence(kind);
        ImportedSequence two = newSequence(kind);

        Response report = one.importLines(
                one.ownerLine(),
                one.line("msg_1"),
                two.ownerLine(),
                one.line("msg_2"),
                one.ownerLine(),
                one.line("msg_3"));

        assertCounts(report, kind, "2 1 0", "3 0 0");
        assertThat(one.ids()).containsExactly("msg_1", "msg_2", "msg_3");
    }

    @ParameterizedTest
    @EnumSource
    default void importsADeletedElementAgainAsANewOne(SequenceKind kind) {
        ImportedSequence sequence = newSequence(kind);
        SequenceUnderTest stored = new SequenceUnderTest(api(), sequence.owner());
        String[] body = {sequence.ownerLine(), sequence.line("msg_1"), sequence.line("msg_2")};
        sequence.importLines(body);
        stored.delete("msg_2");

        assertCounts(sequence.importLines(body), kind, "0 1 0", "1 1 0");
        assertThat(sequence.ids()).containsExactly("msg_1", "msg_2");
        assertThat(stored.delete("msg_2").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    default void appendsAfterAnImportThatRestoredTheNewestElement(SequenceKind kind) {
        ImportedSequence sequence = newSequence(kind);
        SequenceUnderTest stored = new SequenceUnderTest(api(), sequence.owner());
        String[] body = {sequence.ownerLine(), sequence.line("msg_1")};
        sequence.importLines(sequence.ownerLine());
        stored.append("Before");
        sequence.importLines(body);
        stored.delete("msg_1");
        sequence.importLines(body);
        stored.append("After");

        assertThat(stored.list("?order=asc&limit=1").texts()).containsExactly("Before");
        assertThat(stored.list("?order=asc&after=msg_1").texts()).containsExactly("After");
    }

    @ParameterizedTest
    @EnumSource
    default void importsMoreElementsThanOneTransactionWrites(SequenceKind kind) {
        ImportedSequence sequence = newSequence(kind);
        List<String> ids = IntStream.range(0, 2500).mapToObj(i -> "msg_" + i).toList();
        String[] body = Stream.concat(
                        Stream.of(sequence.ownerLine()), ids.stream().map(sequence::line))
                .toArray(String[]::new);

        assertCounts(sequence.importLines(body), kind, "1 0 0", "2500 0 0");
        assertThat(sequence.ids()).containsExactlyElementsOf(ids);
        assertCounts(sequence.importLines(body), kind, "0 1 0", "0 2500 0");
    }

    @ParameterizedTest
    @EnumSource
    default void createsEverythingOnceIfThreeImportsRunAtOnce(SequenceKind kind) throws Exception {
        ImportedSequence small = newSequence(kind);
        ImportedSequence large = newSequence(kind);
        String[] body = Stream.concat(
                        Stream.of(small.ownerLine(), small.line("msg_1"), large.ownerLine()),
                        IntStream.range(0, 2200).mapToObj(i -> large.line("msg_" + i)))
                .toArray(String[]::new);

        List<Response> reports = ConcurrentClients.runConcurrently(3, client -> large.importLines(body));

        assertThat(reports).extracting(Response::status).containsOnly(200);
        assertThat(reports).allSatisfy(report -> assertThat(problems(report)).isEmpty());
        assertThat(sum(reports, "/" + kind.elements() + "/created")).isEqualTo(2201);
        assertThat(sum(reports, "/" + kind.elements() + "/skipped")).isEqualTo(2 * 2201);
        assertThat(large.ids()).hasSize(2200);
    }

    @ParameterizedTest
    @EnumSource
    default void rejectsAnInvalidParameterOfAnImport(SequenceKind kind) {
        String parameter = "create_" + kind.owners();

        assertThat(api().post("/v1/" + kind.owners() + "/import?" + parameter + "=x", "")
                        .param())
                .isEqualTo(parameter);
    }

    @ParameterizedTest
    @EnumSource
    default void rejectsAnElementThatIsTooLargeAndKeepsWhatStoodBefore(SequenceKind kind) {
        ImportedSequence sequence = newSequence(kind);
        ImportedSequence other = newSequence(kind);

        Response report = sequence.importLines(
                sequence.ownerLine(),
                sequence.line("msg_1"),
                other.ownerLine(),
                "{\"x\":\"" + "x".repeat(9 << 20) + "\"}");

        assertThat(report.status()).isEqualTo(413);
        assertThat(report.message()).startsWith("The value on line 4 is too large. Expected at most ");
        assertThat(sequence.ids()).containsExactly("msg_1");
        assertThat(api().get(other.owner()).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @EnumSource
    default void rejectsOtherMethodsOfAnImport(SequenceKind kind) {
        for (String method : List.of("GET", "PUT", "PATCH", "DELETE")) {
            Response response = api().send(method, "/v1/" + kind.owners() + "/import", BodyPublishers.noBody());

            assertThat(response.status()).isEqualTo(405);
            assertThat(response.header("allow")).contains("POST");
        }
    }

    @ParameterizedTest
    @EnumSource
    default void importsUnderEveryPrefix(SequenceKind kind) {
        for (String prefix : List.of("", "/v1", "/openai", "/openai/v1")) {
            assertThat(api().post(prefix + "/" + kind.owners() + "/import", "").status())
                    .as(prefix)
                    .isEqualTo(200);
        }
    }

    private ImportedSequence newSequence(SequenceKind kind) {
        return ImportedSequence.withNewId(api(), kind);
    }

    /** Each count is "created skipped refused". */
    private static void assertCounts(Response report, SequenceKind kind, String owners, String elements) {
        assertThat(counts(report, kind.owners())).as(report.body()).isEqualTo(owners);
        assertThat(counts(report, kind.elements())).as(report.body()).isEqualTo(elements);
    }

    private static long sum(List<Response> reports, String count) {
        return reports.stream()
                .mapToLong(report -> report.json().at(count).longValue())
                .sum();
    }
}
