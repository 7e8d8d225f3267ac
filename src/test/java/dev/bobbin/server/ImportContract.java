package dev.bobbin.server;

import static dev.bobbin.server.support.ImportReports.counts;
import static dev.bobbin.server.support.ImportReports.problems;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.support.ApiClient.Response;
import dev.bobbin.server.support.Server;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The import of threads. {@link SequenceImportContract} has the tests that conversations share. */
interface ImportContract extends Server {

    String TEXT = "[{\"type\":\"text\",\"text\":{\"value\":\"Hi\",\"annotations\":[]}}]";

    @Test
    default void importsAThreadWithItsMessages() {
        String thread = newId();

        Response report = api().importLines(thread(thread), message(thread, "msg_1", 30), message(thread, "msg_2", 10));

        assertThat(report.status()).isEqualTo(200);
        assertCounts(report, "1 0 0", "2 0 0");
        assertThat(api().get("/v1/threads/" + thread).body())
                .isEqualTo(
                        "{\"id\":\"" + thread
                                + "\",\"object\":\"thread\",\"created_at\":5,\"metadata\":{\"a\":\"b\"},\"tool_resources\":{}}");
        assertThat(ids(thread)).containsExactly("msg_1", "msg_2");
        assertThat(api().get("/v1/threads/" + thread + "/messages/msg_1").body())
                .isEqualTo("{\"id\":\"msg_1\",\"object\":\"thread.message\",\"created_at\":30,\"assistant_id\":null,"
                        + "\"thread_id\":\"" + thread + "\",\"run_id\":null,\"status\":\"completed\","
                        + "\"incomplete_details\":null,\"incomplete_at\":null,\"completed_at\":30,\"role\":\"user\","
                        + "\"content\":" + TEXT + ",\"attachments\":[],\"metadata\":{}}");
    }

    @Test
    default void givesANewMessageThePresentDateAfterImportedOnesOfTheFuture() {
        String thread = newId();
        api().importLines(thread(thread), message(thread, "msg_1", 9_999_999_999L));

        Response created = api().post("/v1/threads/" + thread + "/messages", Server.message("Next"));

        assertThat(ids(thread)).containsExactly("msg_1", created.id());
        assertThat(created.json().get("created_at").longValue()).isLessThan(9_999_999_999L);
    }

    @Test
    default void importsItsOwnExportOfMessagesOfRunsByteForByte() {
        String thread = newId();
        api().importLines(
                        thread(thread),
                        message(thread, "msg_1", 1),
                        message(thread, "msg_2", 2, ",\"assistant_id\":\"asst_1\",\"run_id\":\"run_1\""),
                        message(
                                thread,
                                "msg_3",
                                3,
                                ",\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\"max_tokens\"}"));
        String export = api().get("/v1/threads/" + thread + "/export").body();
        api().delete("/v1/threads/" + thread);

        assertCounts(api().importLines(export), "1 0 0", "3 0 0");
        assertThat(api().get("/v1/threads/" + thread + "/export").body()).isEqualTo(export);
    }

    @Test
    default void keepsTheAssistantAndTheRunOfAMessage() {
        String thread = newId();
        api().importLines(
                        thread(thread),
                        message(thread, "msg_1", 1),
                        message(thread, "msg_2", 2, ",\"assistant_id\":\"asst_1\",\"run_id\":\"run_1\""),
                        message(thread, "msg_3", 3, ",\"run_id\":\"run_2\""),
                        message(thread, "msg_4", 4, ",\"run_id\":\"run_1\""));
        String messages = "/v1/threads/" + thread + "/messages";

        assertThat(api().get(messages + "/msg_2").body())
                .contains("\"assistant_id\":\"asst_1\",\"thread_id\":\"" + thread + "\",\"run_id\":\"run_1\",")
                .contains("\"status\":\"completed\"");
        assertThat(api().get(messages + "?run_id=run_1").ids()).containsExactly("msg_4", "msg_2");
        assertThat(api().get(messages + "?run_id=run_1&order=asc&limit=1").ids())
                .containsExactly("msg_2");
        assertThat(api().get(messages + "?run_id=run_1&order=asc&limit=1").hasMore())
                .isTrue();
        assertThat(api().get(messages + "?run_id=run_1&after=msg_3").ids()).containsExactly("msg_2");
        assertThat(api().get(messages + "?run_id=run_9").ids()).isEmpty();
        api().delete(messages + "/msg_4");
        assertThat(api().get(messages + "?run_id=run_1").ids()).containsExactly("msg_2");
        assertThat(api().post(messages + "/msg_2", "{\"metadata\":{\"k\":\"v\"}}")
                        .body())
                .contains("\"run_id\":\"run_1\"");
    }

    @Test
    default void keepsAnIncompleteMessage() {
        String thread = newId();
        api().importLines(
                        thread(thread),
                        message(
                                thread,
                                "msg_1",
                                7,
                                ",\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\"run_failed\"}"));

        assertThat(api().get("/v1/threads/" + thread + "/messages/msg_1").body())
                .contains("\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\"run_failed\"},"
                        + "\"incomplete_at\":7,\"completed_at\":null,");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"refusal\",\"refusal\":\"No.\"}",
                "{\"type\":\"image_file\",\"image_file\":{\"file_id\":\"file-1\",\"detail\":\"low\"}}",
                "{\"type\":\"text\",\"text\":{\"value\":\"x【1】\",\"annotations\":[{\"type\":\"file_citation\","
                        + "\"text\":\"【1】\",\"start_index\":1,\"end_index\":4,"
                        + "\"file_citation\":{\"file_id\":\"file-1\",\"quote\":\"q\"}},{\"type\":\"file_path\","
                        + "\"text\":\"sandbox:/x\",\"start_index\":0,\"end_index\":10,"
                        + "\"file_path\":{\"file_id\":\"file-2\"}}]}}"
            })
    default void keepsPartsThatOnlyAssistantsCreated(String part) {
        String thread = newId();

        api().importLines(thread(thread), message(thread, "msg_1", 1).replace(TEXT, "[" + part + "]"));

        assertThat(api().get("/v1/threads/" + thread + "/messages/msg_1").body())
                .contains("\"content\":[" + part + "]");
    }

    @Test
    default void turnsFileIdsIntoAttachments() {
        String thread = newId();

        api().importLines(
                        thread(thread),
                        message(
                                thread,
                                "msg_1",
                                1,
                                ",\"attachments\":[{\"file_id\":\"file-1\",\"tools\":[{\"type\":\"file_search\"}]}],"
                                        + "\"file_ids\":[\"file-1\",\"file-2\"]"));

        assertThat(api().get("/v1/threads/" + thread + "/messages/msg_1").body())
                .contains("\"attachments\":[{\"file_id\":\"file-1\",\"tools\":[{\"type\":\"file_search\"}]},"
                        + "{\"file_id\":\"file-2\",\"tools\":[]}]");
    }

    @Test
    default void givesAThreadWithoutADateThatOfItsOldestMessage() {
        String thread = newId();
        String line = "{\"object\":\"thread\",\"id\":\"" + thread + "\"}";
        String[] body = {line, message(thread, "msg_1", 30), message(thread, "msg_2", 20)};

        api().importLines(body);

        assertThat(api().get("/v1/threads/" + thread).json().get("created_at").longValue())
                .isEqualTo(20);
        assertCounts(api().importLines(body), "0 1 0", "0 2 0");
    }

    @Test
    default void createsThreadsThatOnlyMessagesMention() {
        String thread = newId();
        String body = message(thread, "msg_1", 30) + message(thread, "msg_2", 20);

        assertCounts(api().importLines(body), "0 0 0", "0 0 2");
        assertThat(api().get("/v1/threads/" + thread).status()).isEqualTo(404);
        assertCounts(importWithThreads(body), "1 0 0", "2 0 0");
        assertThat(api().get("/v1/threads/" + thread).body())
                .isEqualTo("{\"id\":\"" + thread
                        + "\",\"object\":\"thread\",\"created_at\":20,\"metadata\":{},\"tool_resources\":{}}");
        assertCounts(api().importLines(body), "0 0 0", "0 2 0");
    }

    @Test
    default void refusesMessagesWhoseThreadHasAnInvalidLineOfItsOwnLater() {
        String thread = newId();
        String other = newId();

        Response report = importWithThreads(String.join(
                "\n",
                message(thread, "msg_1", 1),
                thread(other),
                thread(thread).replace("\"b\"", "1"),
                message(thread, "msg_2", 1)));

        assertCounts(report, "1 0 1", "0 0 2");
        assertThat(problems(report)).singleElement().asString().startsWith("3 ").contains(" metadata.a ");
        assertThat(api().get("/v1/threads/" + thread).status()).isEqualTo(404);
    }

    @Test
    default void refusesMessagesOfAnUnknownThread() {
        String thread = newId();
        String other = newId();

        Response report = api().importLines(thread(other), message(other, "msg_1", 1), message(thread, "msg_1", 1));

        assertCounts(report, "1 0 0", "1 0 1");
        assertThat(problems(report)).containsExactly("3 No thread found with id '" + thread + "'. thread_id null");
    }

    @Test
    default void reversesPagesThatListTheNewestMessageFirst() {
        String thread = newId();

        Response report = api().importLines(
                        thread(thread),
                        page(message(thread, "msg_5", 50), message(thread, "msg_4", 40), message(thread, "msg_3", 40)),
                        page(message(thread, "msg_2", 20), message(thread, "msg_1", 20)));

        assertCounts(report, "1 0 0", "5 0 0");
        assertThat(ids(thread)).containsExactly("msg_1", "msg_2", "msg_3", "msg_4", "msg_5");
    }

    @Test
    default void keepsTheOrderOfPagesThatListTheOldestMessageFirst() {
        String thread = newId();

        api().importLines(
                        thread(thread),
                        page(message(thread, "msg_1", 10), message(thread, "msg_2", 10)),
                        page(message(thread, "msg_3", 30)));

        assertThat(ids(thread)).containsExactly("msg_1", "msg_2", "msg_3");
    }

    @Test
    default void reversesAPageOfOneSecond() {
        String thread = newId();

        api().importLines(thread(thread), page(message(thread, "msg_1", 10), message(thread, "msg_2", 10)));

        assertThat(ids(thread)).containsExactly("msg_2", "msg_1");
    }

    @Test
    default void refusesPagesInNoOrder() {
        String thread = newId();

        Response report = api().importLines(
                        thread(thread),
                        page(message(thread, "msg_1", 10), message(thread, "msg_2", 20), message(thread, "msg_3", 15)));

        assertCounts(report, "0 0 1", "0 0 3");
        assertThat(problems(report))
                .containsExactly("2 The messages of a page must be in the order of their dates, newest or oldest first."
                        + " data[2].created_at invalid_value");
    }

    @Test
    default void readsAPageWhateverTheOrderOfItsMembers() {
        String thread = newId();

        Response report =
                api().importLines("{\"data\":[" + thread(thread) + ",5,{\"object\":\"x\"}],\"object\":\"list\"}");

        assertThat(problems(report))
                .containsExactly(
                        "1 Invalid type for 'data[1]': expected an object, but got an integer instead."
                                + " data[1] invalid_type",
                        "1 Invalid value: 'x'. Supported values are: 'thread' and 'thread.message'."
                                + " data[2].object invalid_value");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"object\":\"x\" | Invalid value: 'x'. Supported values are: 'thread', 'thread.message', and 'list'."
                        + " object invalid_value",
                "\"object\":\"list\" | Missing required parameter: 'data'. data missing_required_parameter",
                "\"object\":\"list\",\"data\":{} | Invalid type for 'data': expected an array of objects,"
                        + " but got an object instead. data invalid_type",
                "\"object\":\"list\",\"d\\u0061ta\":[] | Expected a list page with at most 20 properties,"
                        + " and without escapes in their names. null invalid_value"
            })
    default void refusesAnObjectThatIsNoThreadMessageOrPage(String members, String problem) {
        Response report = api().importLines("{" + members + "}");

        assertThat(problems(report)).containsExactly("1 " + problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"data\":[]", "\"data\":null", "\"object\":\"list\"", "\"has_more\":true"})
    default void refusesAPageThatRepeatsAMember(String repeated) {
        String thread = newId();
        String page = "{\"object\":\"list\",\"has_more\":false,\"data\":[" + message(thread, "msg_1", 10) + "],"
                + repeated + "}";

        Response report = api().importLines(thread(thread), page);

        assertCounts(report, "0 0 1", "0 0 1");
        assertThat(problems(report)).singleElement().asString().startsWith("2 ").endsWith("invalid_json");
    }

    @Test
    default void reportsTheProblemsOfAPageInItsOrder() {
        String thread = newId();
        String[] messages = IntStream.range(0, 120)
                .mapToObj(i -> message(thread, "msg_" + i, 1000 - i))
                .toArray(String[]::new);

        Response report = api().importLines(page(messages));

        assertThat(report.json().get("problems_omitted").intValue()).isEqualTo(20);
        assertThat(problems(report)).hasSize(100);
        for (int i = 0; i < 100; i++) {
            assertThat(problems(report).get(i)).contains("data[" + i + "].thread_id");
        }
    }

    @Test
    default void refusesAMessageWithoutARole() {
        String thread = newId();

        Response report =
                api().importLines(thread(thread), message(thread, "msg_1", 1).replace("\"role\":\"user\",", ""));

        assertCounts(report, "0 0 1", "0 0 1");
        assertThat(problems(report))
                .containsExactly("2 Missing required parameter: 'role'. role missing_required_parameter");
    }

    @Test
    default void refusesAThreadWhoseEarlierLinesWereRefused() {
        String thread = newId();
        String other = newId();

        Response report = api().importLines(
                        thread(thread), "nonsense", thread(other), thread(thread), message(thread, "msg_1", 1));

        assertCounts(report, "1 0 2", "0 0 2");
        assertThat(problems(report)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "{\"object\":\"thread.message\",\"id\":\"msg_2\"",
                "{\"object\":\"thread.message\",\"id\":\"msg_2",
                "{\"object\":\"thread.message\",\"id\":tru}",
                "{\"object\":\"thread.message\",\"object\":\"thread.message\"}",
                "{\"a\":1]",
                "'a'"
            })
    default void continuesAtTheNextLineAfterASyntaxError(String line) {
        String bad = newId();
        String good = newId();

        Response report =
                api().importLines(thread(bad), message(bad, "msg_1", 1), line, thread(good), message(good, "msg_1", 1));

        assertCounts(report, "1 0 1", "1 0 2");
        assertThat(problems(report)).singleElement().asString().startsWith("3 ").endsWith(" null invalid_json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"x\":1 | Unknown parameter: 'x'. x unknown_parameter",
                "\"run_id\":\"x\" | Invalid 'run_id': 'x'. Expected an ID that begins with 'run'. run_id invalid_value",
                "\"status\":\"x\" | Invalid value: 'x'. Supported values are: 'in_progress', 'incomplete',"
                        + " and 'completed'. status invalid_value",
                "\"status\":\"completed\",\"incomplete_details\":{\"reason\":\"max_tokens\"}"
                        + " | Invalid 'incomplete_details': only a message with the status 'incomplete' can have details."
                        + " incomplete_details invalid_value",
                "\"metadata\":{\"a\":1} | Invalid type for 'metadata.a': expected a string, but got an integer instead."
                        + " metadata.a invalid_type",
                "\"file_ids\":[\"x\"] | Invalid 'file_ids[0]': 'x'. Expected an ID that begins with 'file'."
                        + " file_ids[0] invalid_value",
                "\"completed_at\":-1 | Invalid 'completed_at': integer below minimum value. Expected a value >= 0,"
                        + " but got -1 instead. completed_at integer_below_min_value"
            })
    default void isAsStrictAsCreation(String members, String problem) {
        String thread = newId();

        Response report = api().importLines(thread(thread), message(thread, "msg_1", 1, "," + members));

        assertThat(problems(report)).containsExactly("2 " + problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"thread_ä", "thread_a.b", "thread_0123456789012345678901234567890123456789012345678901234567890"
            })
    default void refusesMalformedIds(String id) {
        Response report = api().importLines(thread(id));

        assertCounts(report, "0 0 1", "0 0 0");
        assertThat(problems(report))
                .containsExactly(
                        "1 Invalid 'id'. Expected an ID of at most 64 letters, digits, underscores and hyphens."
                                + " id invalid_value");
    }

    @Test
    default void refusesAMessageThatExistsWithOtherContent() {
        String thread = newId();
        api().importLines(thread(thread), message(thread, "msg_1", 1), message(thread, "msg_2", 1));

        Response report = api().importLines(
                        message(thread, "msg_1", 2), message(thread, "msg_2", 1), message(thread, "msg_3", 1));

        assertCounts(report, "0 0 0", "0 1 2");
        assertThat(problems(report)).containsExactly("1 Message 'msg_1' exists with other content. id invalid_value");
        assertThat(ids(thread)).containsExactly("msg_1", "msg_2");
    }

    @Test
    default void refusesTwoDifferentMessagesWithOneId() {
        String thread = newId();

        Response report = api().importLines(thread(thread), message(thread, "msg_1", 1), message(thread, "msg_1", 2));

        assertCounts(report, "0 0 1", "0 0 2");
        assertThat(problems(report)).containsExactly("3 Message 'msg_1' exists with other content. id invalid_value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\n\n\n", " ", "\t\r\n "})
    default void acceptsAnyWhiteSpaceBetweenValues(String space) {
        String thread = newId();
        String pretty = message(thread, "msg_2", 1).replace(",", ",\n  ");
        String body = "\uFEFF" + String.join(space, thread(thread), message(thread, "msg_1", 1), pretty, "");

        assertCounts(api().importLines(body), "1 0 0", "2 0 0");
    }

    @Test
    default void acceptsAnEmptyBody() {
        assertCounts(api().importLines(), "0 0 0", "0 0 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/x-ndjson", "application/jsonl; charset=utf-8"})
    default void acceptsTheTypesOfJson(String type) {
        assertThat(api().send("POST", "/v1/threads/import", BodyPublishers.ofString(""), "Content-Type", type)
                        .status())
                .isEqualTo(200);
    }

    @Test
    default void acceptsABodyWithoutAType() {
        assertThat(api().send("POST", "/v1/threads/import", BodyPublishers.ofString(thread(newId())))
                        .status())
                .isEqualTo(200);
    }

    @Test
    default void rejectsOtherTypesAndEncodings() {
        Response type =
                api().send("POST", "/v1/threads/import", BodyPublishers.ofString("{}"), "Content-Type", "text/plain");
        Response encoding =
                api().send("POST", "/v1/threads/import", BodyPublishers.ofString("{}"), "Content-Encoding", "gzip");

        assertThat(type.status()).isEqualTo(400);
        assertThat(type.code()).isEqualTo("unsupported_content_type");
        assertThat(type.message())
                .isEqualTo("Unsupported content type: 'text/plain'. This API method only accepts 'application/json',"
                        + " 'application/jsonl', and 'application/x-ndjson' requests, but you specified the header"
                        + " 'Content-Type: text/plain'. Please try again with a supported content type.");
        assertThat(encoding.status()).isEqualTo(400);
    }

    /** Otherwise, the report would hold a hundred of them. */
    @Test
    default void shortensALongNameInAProblem() {
        Response report = api().importLines("{\"object\":\"thread\",\"" + "x".repeat(5000) + "\":1}");

        assertThat(report.status()).isEqualTo(200);
        assertThat(report.json().at("/problems/0/param").stringValue()).hasSizeLessThan(1100);
    }

    private Response importWithThreads(String body) {
        return api().post("/v1/threads/import?create_threads=true", body);
    }

    private List<String> ids(String thread) {
        return api().get("/v1/threads/" + thread + "/export")
                .body()
                .lines()
                .skip(1)
                .map(line -> JsonMapper.shared().readTree(line).get("id").stringValue())
                .toList();
    }

    /** Each count is "created skipped refused". */
    private static void assertCounts(Response report, String threads, String messages) {
        assertThat(counts(report, "threads")).as(report.body()).isEqualTo(threads);
        assertThat(counts(report, "messages")).as(report.body()).isEqualTo(messages);
    }

    private static String newId() {
        return "thread_" + UUID.randomUUID().toString().replace("-", "");
    }

    private static String thread(String id) {
        return "{\"object\":\"thread\",\"id\":\"" + id + "\",\"created_at\":5,\"metadata\":{\"a\":\"b\"}}";
    }

    private static String message(String thread, String id, long createdAt) {
        return message(thread, id, createdAt, "");
    }

    private static String message(String thread, String id, long createdAt, String moreMembers) {
        return "{\"object\":\"thread.message\",\"id\":\"" + id + "\",\"created_at\":" + createdAt + ",\"thread_id\":\""
                + thread + "\",\"role\":\"user\",\"content\":" + TEXT + moreMembers + "}";
    }

    private static String page(String... elements) {
        return "{\"object\":\"list\",\"data\":[" + String.join(",", elements) + "],\"has_more\":false}";
    }
}
