package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.support.ApiClient.Response;
import dev.bobbin.server.support.SequenceKind;
import dev.bobbin.server.support.SequenceUnderTest;
import dev.bobbin.server.support.Server;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Lists of messages and items: order, cursors and page sizes. */
interface PagingContract extends Server {

    @ParameterizedTest
    @EnumSource
    default void listsNewestFirstByDefault(SequenceKind kind) {
        assertThat(sequenceOf(kind, "One", "Two", "Three").list("").texts()).containsExactly("Three", "Two", "One");
    }

    @ParameterizedTest
    @EnumSource
    default void listsOldestFirstOnRequest(SequenceKind kind) {
        assertThat(sequenceOf(kind, "One", "Two", "Three").list("?order=asc").texts())
                .containsExactly("One", "Two", "Three");
    }

    @ParameterizedTest
    @EnumSource
    default void lists20ByDefaultAndReportsMore(SequenceKind kind) {
        Response page = sequenceOf(kind, texts(25)).list("");

        assertThat(page.ids()).hasSize(20);
        assertThat(page.hasMore()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    default void reportsNoMoreAfterAFullLastPage(SequenceKind kind) {
        SequenceUnderTest sequence = sequenceOf(kind, texts(4));
        Response first = sequence.list("?limit=2");
        Response second = sequence.list("?limit=2&after=" + lastId(first));

        assertThat(first.hasMore()).isTrue();
        assertThat(second.ids()).hasSize(2);
        assertThat(second.hasMore()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    default void returnsAnEmptyPageAfterTheLastElement(SequenceKind kind) {
        SequenceUnderTest sequence = sequenceOf(kind, "One");
        Response page = sequence.list("?after=" + sequence.list("").ids().get(0));

        assertThat(page.body())
                .isEqualTo("{\"object\":\"list\",\"data\":[],\"first_id\":null,\"last_id\":null,\"has_more\":false}");
    }

    @ParameterizedTest
    @EnumSource
    default void returnsTheFirstAndLastIdOfThePage(SequenceKind kind) {
        Response page = sequenceOf(kind, texts(5)).list("?limit=3");

        assertThat(page.json().get("first_id").stringValue())
                .isEqualTo(page.ids().get(0));
        assertThat(page.json().get("last_id").stringValue()).isEqualTo(lastId(page));
    }

    @ParameterizedTest
    @EnumSource
    default void appliesACursorInTheRequestedOrder(SequenceKind kind) {
        SequenceUnderTest sequence = sequenceOf(kind, "1", "2", "3", "4", "5");
        String three = sequence.list("").ids().get(2);

        assertThat(sequence.list("?after=" + three).texts()).containsExactly("2", "1");
        assertThat(sequence.list("?order=asc&after=" + three).texts()).containsExactly("4", "5");
        assertThat(sequence.list("?before=" + three).texts()).containsExactly("5", "4");
        assertThat(sequence.list("?order=asc&before=" + three).texts()).containsExactly("1", "2");
    }

    @ParameterizedTest
    @EnumSource
    default void returnsTheElementsClosestBeforeACursor(SequenceKind kind) {
        SequenceUnderTest sequence = sequenceOf(kind, "1", "2", "3", "4", "5", "6");
        String five = sequence.list("").ids().get(1);

        Response first = sequence.list("?order=asc&limit=2&before=" + five);
        assertThat(first.texts()).containsExactly("3", "4");
        assertThat(first.hasMore()).isTrue();

        Response second =
                sequence.list("?order=asc&limit=2&before=" + first.ids().get(0));
        assertThat(second.texts()).containsExactly("1", "2");
        assertThat(second.hasMore()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    default void returnsTheElementsBetweenTwoCursors(SequenceKind kind) {
        SequenceUnderTest sequence = sequenceOf(kind, "1", "2", "3", "4", "5", "6");
        List<String> ids = sequence.list("?order=asc").ids();
        String range = "&after=" + ids.get(0) + "&before=" + ids.get(5);

        Response first = sequence.list("?order=asc&limit=3" + range);
        assertThat(first.texts()).containsExactly("2", "3", "4");
        assertThat(first.hasMore()).isTrue();

        Response second = sequence.list("?order=asc&limit=3&after=" + lastId(first) + "&before=" + ids.get(5));
        assertThat(second.texts()).containsExactly("5");
        assertThat(second.hasMore()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    default void returnsAnEmptyPageForCursorsInReverseOrder(SequenceKind kind) {
        SequenceUnderTest sequence = sequenceOf(kind, "1", "2", "3");
        List<String> ids = sequence.list("?order=asc").ids();

        assertThat(sequence.list("?order=asc&after=" + ids.get(2) + "&before=" + ids.get(0))
                        .ids())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    default void listsEveryElementOnceInBothOrders(SequenceKind kind) {
        SequenceUnderTest sequence = sequenceOf(kind, texts(30));
        for (int limit : List.of(1, 2, 7, 100)) {
            List<String> descending = sequence.allTexts("desc", limit);
            Collections.reverse(descending);

            assertThat(sequence.allTexts("asc", limit)).containsExactly(texts(30));
            assertThat(descending).containsExactly(texts(30));
        }
    }

    @ParameterizedTest
    @EnumSource
    default void continuesAfterADeletedElement(SequenceKind kind) {
        SequenceUnderTest sequence = sequenceOf(kind, "1", "2", "3");
        String two = sequence.list("").ids().get(1);
        sequence.delete(two);

        assertThat(sequence.list("?order=asc&after=" + two).texts()).containsExactly("3");
        assertThat(sequence.list("?after=" + two).texts()).containsExactly("1");
    }

    /** A new element at the old position of the deleted one would not follow it. */
    @ParameterizedTest
    @EnumSource
    default void showsANewElementAfterTheNewestWasDeleted(SequenceKind kind) {
        SequenceUnderTest sequence = sequenceOf(kind, "1", "2");
        String two = sequence.list("").ids().get(0);
        sequence.delete(two);
        sequence.append("3");

        assertThat(sequence.list("?order=asc&after=" + two).texts()).containsExactly("3");
        assertThat(sequence.list("?after=" + two).texts()).containsExactly("1");
    }

    @ParameterizedTest
    @EnumSource
    default void showsNewElementsOnlyAtTheEndOfAListInProgress(SequenceKind kind) {
        SequenceUnderTest sequence = sequenceOf(kind, "1", "2", "3", "4");
        Response newestFirst = sequence.list("?limit=2");
        Response oldestFirst = sequence.list("?order=asc&limit=2");
        sequence.append("5");

        assertThat(sequence.list("?limit=2&after=" + lastId(newestFirst)).texts())
                .containsExactly("2", "1");
        assertThat(sequence.list("?order=asc&after=" + lastId(oldestFirst)).texts())
                .containsExactly("3", "4", "5");
    }

    @ParameterizedTest
    @EnumSource
    default void returns404ForAnUnknownCursor(SequenceKind kind) {
        String other = sequenceOf(kind, "Elsewhere").list("").ids().get(0);

        for (String cursor : List.of(other, "msg_doesnotexist")) {
            Response response = sequenceOf(kind, "1").list("?after=" + cursor);
            assertThat(response.status()).isEqualTo(404);
            assertThat(response.message())
                    .isEqualTo(
                            kind == SequenceKind.MESSAGES
                                    ? "No message found with id '" + cursor + "'."
                                    : "No item found with id '" + cursor + "'");
        }
    }

    @Test
    default void checksIdPrefixesThenTheThreadThenTheCursor() {
        assertThat(list("/v1/threads/thread_none", "?after=foo").status()).isEqualTo(400);
        assertThat(list("/v1/threads/thread_none", "?after=msg_none").message())
                .isEqualTo("No thread found with id 'thread_none'.");
    }

    @ParameterizedTest
    @EnumSource
    default void ignoresEmptyParameters(SequenceKind kind) {
        assertThat(sequenceOf(kind, "1")
                        .list("?after=&before=&limit=&order=&run_id=")
                        .texts())
                .containsExactly("1");
    }

    @ParameterizedTest
    @EnumSource
    default void ignoresUnknownAndRepeatedParameters(SequenceKind kind) {
        assertThat(sequenceOf(kind, "1", "2")
                        .list("?api-version=2024-05-01-preview&limit=1&limit=5")
                        .texts())
                .containsExactly("2");
    }

    @Test
    default void returnsAnEmptyPageForAnyRunId() {
        String thread = threadWith("1");

        assertThat(list(thread, "?run_id=run_abc").body())
                .isEqualTo(list(threadWith(), "").body());
        assertThat(list("/v1/threads/thread_none", "?run_id=run_abc").status()).isEqualTo(404);
        assertThat(list(thread, "?run_id=run_abc&after=msg_none").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    limit=0   | limit  | integer_below_min_value | Invalid 'limit': integer below minimum value. Expected a value >= 1, but got 0 instead.
                    limit=-1  | limit  | integer_below_min_value | Invalid 'limit': integer below minimum value. Expected a value >= 1, but got -1 instead.
                    limit=101 | limit  | integer_above_max_value | Invalid 'limit': integer above maximum value. Expected a value <= 100, but got 101 instead.
                    limit=99999999999999999999 | limit | integer_above_max_value | Invalid 'limit': integer above maximum value. Expected a value <= 100, but got 99999999999999999999 instead.
                    limit=abc | limit  | invalid_type  | Invalid type for 'limit': expected an integer, but got a string value that could not be converted into an integer.
                    limit=1.5 | limit  | invalid_type  | Invalid type for 'limit': expected an integer, but got a string value that could not be converted into an integer.
                    order=foo | order  | invalid_value | Invalid value: 'foo'. Supported values are: 'asc' and 'desc'.
                    order=ASC | order  | invalid_value | Invalid value: 'ASC'. Supported values are: 'asc' and 'desc'.
                    """)
    default void rejectsAnInvalidParameter(String query, String param, String code, String message) {
        for (SequenceKind kind : SequenceKind.values()) {
            assertRejected(sequenceOf(kind).list("?" + query), param, code, message);
        }
    }

    /** The cursors of items have no fixed prefix. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    after=msg_%00 | after | Invalid 'after': string contains a character that cannot be stored.
                    after=foo  | after  | Invalid 'after': 'foo'. Expected an ID that begins with 'msg'.
                    before=foo | before | Invalid 'before': 'foo'. Expected an ID that begins with 'msg'.
                    """)
    default void rejectsAnInvalidCursorOfMessages(String query, String param, String message) {
        assertRejected(list(threadWith(), "?" + query), param, "invalid_value", message);
    }

    private static void assertRejected(Response response, String param, String code, String message) {
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.message()).isEqualTo(message);
        assertThat(response.param()).isEqualTo(param);
        assertThat(response.code()).isEqualTo(code);
    }

    private Response list(String thread, String query) {
        return api().get(thread + "/messages" + query);
    }

    private static String lastId(Response page) {
        return page.ids().get(page.ids().size() - 1);
    }

    private static String[] texts(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(String::valueOf).toArray(String[]::new);
    }
}
