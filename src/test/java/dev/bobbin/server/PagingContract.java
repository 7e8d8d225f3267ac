package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.support.ApiClient.Response;
import dev.bobbin.server.support.Server;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of messages: order, cursors and page sizes. */
interface PagingContract extends Server {

    @Test
    default void listsNewestFirstByDefault() {
        assertThat(list(threadWith("One", "Two", "Three"), "").texts()).containsExactly("Three", "Two", "One");
    }

    @Test
    default void listsOldestFirstOnRequest() {
        assertThat(list(threadWith("One", "Two", "Three"), "?order=asc").texts())
                .containsExactly("One", "Two", "Three");
    }

    @Test
    default void lists20ByDefaultAndReportsMore() {
        Response page = list(threadWith(texts(25)), "");

        assertThat(page.ids()).hasSize(20);
        assertThat(page.hasMore()).isTrue();
    }

    @Test
    default void reportsNoMoreAfterAFullLastPage() {
        String thread = threadWith(texts(4));
        Response first = list(thread, "?limit=2");
        Response second = list(thread, "?limit=2&after=" + lastId(first));

        assertThat(first.hasMore()).isTrue();
        assertThat(second.ids()).hasSize(2);
        assertThat(second.hasMore()).isFalse();
    }

    @Test
    default void returnsAnEmptyPageAfterTheLastMessage() {
        String thread = threadWith("One");
        Response page = list(thread, "?after=" + list(thread, "").ids().get(0));

        assertThat(page.body())
                .isEqualTo("{\"object\":\"list\",\"data\":[],\"first_id\":null,\"last_id\":null,\"has_more\":false}");
    }

    @Test
    default void returnsTheFirstAndLastIdOfThePage() {
        Response page = list(threadWith(texts(5)), "?limit=3");

        assertThat(page.json().get("first_id").stringValue())
                .isEqualTo(page.ids().get(0));
        assertThat(page.json().get("last_id").stringValue()).isEqualTo(lastId(page));
    }

    @Test
    default void appliesACursorInTheRequestedOrder() {
        String thread = threadWith("1", "2", "3", "4", "5");
        String three = list(thread, "").ids().get(2);

        assertThat(list(thread, "?after=" + three).texts()).containsExactly("2", "1");
        assertThat(list(thread, "?order=asc&after=" + three).texts()).containsExactly("4", "5");
        assertThat(list(thread, "?before=" + three).texts()).containsExactly("5", "4");
        assertThat(list(thread, "?order=asc&before=" + three).texts()).containsExactly("1", "2");
    }

    @Test
    default void returnsTheMessagesClosestBeforeACursor() {
        String thread = threadWith("1", "2", "3", "4", "5", "6");
        String five = list(thread, "").ids().get(1);

        Response first = list(thread, "?order=asc&limit=2&before=" + five);
        assertThat(first.texts()).containsExactly("3", "4");
        assertThat(first.hasMore()).isTrue();

        Response second =
                list(thread, "?order=asc&limit=2&before=" + first.ids().get(0));
        assertThat(second.texts()).containsExactly("1", "2");
        assertThat(second.hasMore()).isFalse();
    }

    @Test
    default void returnsTheMessagesBetweenTwoCursors() {
        String thread = threadWith("1", "2", "3", "4", "5", "6");
        List<String> ids = list(thread, "?order=asc").ids();
        String range = "&after=" + ids.get(0) + "&before=" + ids.get(5);

        Response first = list(thread, "?order=asc&limit=3" + range);
        assertThat(first.texts()).containsExactly("2", "3", "4");
        assertThat(first.hasMore()).isTrue();

        Response second = list(thread, "?order=asc&limit=3&after=" + lastId(first) + "&before=" + ids.get(5));
        assertThat(second.texts()).containsExactly("5");
        assertThat(second.hasMore()).isFalse();
    }

    @Test
    default void returnsAnEmptyPageForCursorsInReverseOrder() {
        String thread = threadWith("1", "2", "3");
        List<String> ids = list(thread, "?order=asc").ids();

        assertThat(list(thread, "?order=asc&after=" + ids.get(2) + "&before=" + ids.get(0))
                        .ids())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 100})
    default void listsEveryMessageOnceInBothOrders(int limit) {
        String thread = threadWith(texts(30));
        List<String> ascending = textsOfAllPages(thread, "?order=asc&limit=" + limit);
        List<String> descending = textsOfAllPages(thread, "?order=desc&limit=" + limit);

        assertThat(ascending).containsExactly(texts(30));
        Collections.reverse(descending);
        assertThat(descending).isEqualTo(ascending);
    }

    @Test
    default void continuesAfterADeletedMessage() {
        String thread = threadWith("1", "2", "3");
        String two = list(thread, "").ids().get(1);
        api().delete(thread + "/messages/" + two);

        assertThat(list(thread, "?order=asc&after=" + two).texts()).containsExactly("3");
        assertThat(list(thread, "?after=" + two).texts()).containsExactly("1");
    }

    @Test
    default void showsNewMessagesOnlyAtTheEndOfAListInProgress() {
        String thread = threadWith("1", "2", "3", "4");
        Response newestFirst = list(thread, "?limit=2");
        Response oldestFirst = list(thread, "?order=asc&limit=2");
        api().post(thread + "/messages", Server.message("5"));

        assertThat(list(thread, "?limit=2&after=" + lastId(newestFirst)).texts())
                .containsExactly("2", "1");
        assertThat(list(thread, "?order=asc&after=" + lastId(oldestFirst)).texts())
                .containsExactly("3", "4", "5");
    }

    @Test
    default void returns404ForAnUnknownCursor() {
        String other = list(threadWith("Elsewhere"), "").ids().get(0);

        for (String cursor : List.of(other, "msg_doesnotexist")) {
            Response response = list(threadWith("1"), "?after=" + cursor);
            assertThat(response.status()).isEqualTo(404);
            assertThat(response.message()).isEqualTo("No message found with id '" + cursor + "'.");
        }
    }

    @Test
    default void checksIdPrefixesThenTheThreadThenTheCursor() {
        assertThat(list("/v1/threads/thread_none", "?after=foo").status()).isEqualTo(400);
        assertThat(list("/v1/threads/thread_none", "?after=msg_none").message())
                .isEqualTo("No thread found with id 'thread_none'.");
    }

    @Test
    default void ignoresEmptyParameters() {
        assertThat(list(threadWith("1"), "?after=&before=&limit=&order=&run_id=")
                        .texts())
                .containsExactly("1");
    }

    @Test
    default void ignoresUnknownAndRepeatedParameters() {
        assertThat(list(threadWith("1", "2"), "?api-version=2024-05-01-preview&limit=1&limit=5")
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
                    after=msg_%00 | after | invalid_value | Invalid 'after': string contains a character that cannot be stored.
                    order=foo | order  | invalid_value | Invalid value: 'foo'. Supported values are: 'asc' and 'desc'.
                    order=ASC | order  | invalid_value | Invalid value: 'ASC'. Supported values are: 'asc' and 'desc'.
                    after=foo | after  | invalid_value | Invalid 'after': 'foo'. Expected an ID that begins with 'msg'.
                    before=foo | before | invalid_value | Invalid 'before': 'foo'. Expected an ID that begins with 'msg'.
                    """)
    default void rejectsAnInvalidParameter(String query, String param, String code, String message) {
        Response response = list(threadWith(), "?" + query);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.message()).isEqualTo(message);
        assertThat(response.param()).isEqualTo(param);
        assertThat(response.code()).isEqualTo(code);
    }

    private Response list(String thread, String query) {
        return api().get(thread + "/messages" + query);
    }

    private List<String> textsOfAllPages(String thread, String query) {
        List<String> texts = new ArrayList<>();
        Response page = list(thread, query);
        texts.addAll(page.texts());
        while (page.hasMore()) {
            page = list(thread, query + "&after=" + lastId(page));
            texts.addAll(page.texts());
        }
        return texts;
    }

    private static String lastId(Response page) {
        return page.ids().get(page.ids().size() - 1);
    }

    private static String[] texts(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(String::valueOf).toArray(String[]::new);
    }
}
