package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.support.ApiClient.Response;
import dev.bobbin.server.support.Server;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** The lists of threads and of conversations, with their filter by metadata. Tests select their own objects by it. */
interface OwnerListContract extends Server {

    JdbcTemplate jdbc();

    @ParameterizedTest
    @ValueSource(strings = {"threads", "conversations"})
    default void listsByDateAndThenById(String kind) {
        String run = createObjects(kind, 7);
        setDates(kind, run, List.of(30L, 10L, 20L, 10L, 20L, 10L, 30L));
        List<String> expected = expectedIds(kind, run);

        assertThat(list(kind, run, "&order=asc").ids()).isEqualTo(expected);
        Collections.reverse(expected);
        assertThat(list(kind, run, "").ids()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"threads, asc", "threads, desc", "conversations, asc", "conversations, desc"})
    default void walksOverAllObjectsAtEveryLimit(String kind, String order) {
        String run = createObjects(kind, 7);
        setDates(kind, run, List.of(30L, 10L, 20L, 10L, 20L, 10L, 30L));
        List<String> expected = expectedIds(kind, run);
        if (order.equals("desc")) {
            Collections.reverse(expected);
        }
        for (int limit = 1; limit <= 8; limit++) {
            assertThat(walk(kind, run, "&order=" + order + "&limit=" + limit)).isEqualTo(expected);
        }
    }

    /** The rules of a language would put {@code a} before {@code B}. The ids of conversations have no upper case. */
    @Test
    default void sortsThreadIdsByByte() {
        String run = createObjects("threads", 4);
        setDates("threads", run, List.of(10L, 10L, 10L, 10L));
        List<String> ids =
                Stream.of("B", "D", "a", "c").map(end -> "thread_" + run + end).toList();
        Iterator<String> newIds = ids.iterator();
        list("threads", run, "").ids().forEach(id -> setThreadId(id, newIds.next()));

        assertThat(list("threads", run, "&order=asc").ids()).isEqualTo(ids);
        assertThat(walk("threads", run, "&order=asc&limit=1")).isEqualTo(ids);
        assertThat(api().get("/v1/threads?order=asc&limit=3&after=" + ids.get(0))
                        .ids())
                .isEqualTo(ids.subList(1, 4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads", "conversations"})
    default void listsBetweenTwoCursors(String kind) {
        String run = createObjects(kind, 7);
        setDates(kind, run, List.of(30L, 10L, 20L, 10L, 20L, 10L, 30L));
        List<String> ids = expectedIds(kind, run);
        for (int low = 0; low < ids.size(); low++) {
            for (int high = 0; high < ids.size(); high++) {
                Response page = list(kind, run, "&order=asc&after=" + ids.get(low) + "&before=" + ids.get(high));

                assertThat(page.ids()).isEqualTo(low < high ? ids.subList(low + 1, high) : List.of());
            }
        }
        assertThat(list(kind, run, "&order=asc&limit=2&before=" + ids.get(4)).ids())
                .isEqualTo(ids.subList(2, 4));
        assertThat(list(kind, run, "&limit=2&before=" + ids.get(4)).ids()).containsExactly(ids.get(6), ids.get(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads", "conversations"})
    default void goesOnAfterADeletedObject(String kind) {
        String run = createObjects(kind, 5);
        List<String> seen = new ArrayList<>();
        Response page = list(kind, run, "&limit=1");
        while (!page.ids().isEmpty()) {
            String id = page.ids().get(0);
            seen.add(id);
            assertThat(api().delete("/v1/" + kind + "/" + id).status()).isEqualTo(200);
            page = list(kind, run, "&limit=1&after=" + id);
        }

        assertThat(seen).hasSize(5).doesNotHaveDuplicates();
        assertThat(list(kind, run, "").ids()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads", "conversations"})
    default void showsEveryChangeInTheNextList(String kind) {
        String run = createObjects(kind, 2);
        String id = list(kind, run, "").ids().get(0);
        String path = "/v1/" + kind + "/" + id;

        api().post(path, "{\"metadata\": {\"run\": \"other" + run + "\"}}");
        assertThat(list(kind, run, "").ids()).hasSize(1).doesNotContain(id);
        assertThat(list(kind, "other" + run, "").ids()).containsExactly(id);
        api().delete(path);
        assertThat(list(kind, "other" + run, "").ids()).isEmpty();
    }

    /** A server of an earlier version deletes a thread, but not its rows in the index. */
    @ParameterizedTest
    @ValueSource(strings = {"threads", "conversations"})
    default void listsAnImportedObjectOnceAlthoughTheIndexHasRowsOfItsId(String kind) {
        String run = createObjects(kind, 1);
        String export =
                api().get("/v1/" + kind + "/export?metadata%5Brun%5D=" + run).body();
        jdbc().update(
                        "delete from " + kind + " where id = ?",
                        list(kind, run, "").ids().get(0));

        assertThat(importInto(kind, export).body()).contains("\"created\":1");
        assertThat(list(kind, run, "").ids()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"thread", "conversation"})
    default void failsAtOnceIfTheIndexContainsAnObjectTwice(String kind) {
        String run = createObjects(kind + "s", 1);
        String id = list(kind + "s", run, "").ids().get(0);
        String index = kind + "_metadata";
        jdbc().update("insert into " + index + " select * from " + index + " where owner_id = ?", id);

        assertThat(list(kind + "s", run, "").status()).isEqualTo(500);
        api().post("/v1/" + kind + "s/" + id, body(Map.of("run", run)));
        assertThat(list(kind + "s", run, "").ids()).containsExactly(id);
    }

    private Response importInto(String kind, String lines) {
        return kind.equals("threads") ? api().importLines(lines) : api().importConversations(lines);
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads", "conversations"})
    default void returnsEachObjectAsRetrieveDoes(String kind) {
        String run = createObjects(kind, 2);
        for (String id : list(kind, run, "").ids()) {
            assertThat(list(kind, run, "").body())
                    .contains(api().get("/v1/" + kind + "/" + id).body());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads", "conversations"})
    default void filtersLikeAModel(String kind) {
        Random random = new Random(17);
        String run = UUID.randomUUID().toString();
        List<String> names = List.of("a", "A", "a[b]", "é", "x y", "=&", "\uD83E\uDDF5");
        List<String> values = List.of("", "1", "x y", "+", "%", "é", "e\u0301", "]", "\uD83E\uDDF5");
        Map<String, Map<String, String>> model = new TreeMap<>();
        for (int i = 0; i < 40; i++) {
            Map<String, String> metadata = new TreeMap<>(Map.of("run", run));
            for (int j = random.nextInt(4); j > 0; j--) {
                metadata.put(pick(names, random), pick(values, random));
            }
            model.put(create(kind, metadata), metadata);
        }
        model.forEach((id, metadata) -> {
            if (random.nextBoolean()) {
                metadata.remove(pick(names, random));
                metadata.put(pick(names, random), pick(values, random));
                assertThat(api().post("/v1/" + kind + "/" + id, body(metadata)).status())
                        .isEqualTo(200);
            }
        });
        for (int i = 0; i < 60; i++) {
            Map<String, String> filter = new TreeMap<>();
            for (int j = 1 + random.nextInt(2); j > 0; j--) {
                filter.put(pick(names, random), pick(values, random));
            }
            StringBuilder query = new StringBuilder();
            filter.forEach((name, value) -> query.append("&metadata%5B")
                    .append(encoded(name))
                    .append("%5D=")
                    .append(encoded(value)));
            List<String> expected = model.entrySet().stream()
                    .filter(object -> object.getValue().entrySet().containsAll(filter.entrySet()))
                    .map(Map.Entry::getKey)
                    .toList();

            assertThat(list(kind, run, query + "&limit=100").ids())
                    .as("%s", filter)
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads", "conversations"})
    default void selectsNothingByTwoValuesOfOneName(String kind) {
        String run = createObjects(kind, 1);

        assertThat(list(kind, run, "&metadata[run]=other").ids()).isEmpty();
        assertThat(list(kind, run, "&metadata[run]=" + run).ids()).hasSize(1);
        assertThat(list(kind, run, "&unknown=1&metadata_=2").ids()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"metadata=x", "metadata", "metadata[]=x", "metadata[=x", "metadata[a=x", "metadata[a]b=x"})
    default void rejectsAFilterWithoutAName(String query) {
        Response response = api().get("/v1/threads?" + query);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.message()).isEqualTo("Invalid 'metadata': expected 'metadata[name]=value'.");
        assertThat(response.body()).contains("\"param\":\"metadata\",\"code\":\"invalid_value\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads", "conversations"})
    default void rejectsAFilterThatNoMetadataCanMatch(String kind) {
        String path = "/v1/" + kind + "?";

        assertThat(api().get(path + "metadata[" + "n".repeat(65) + "]=x").body())
                .contains("\"code\":\"property_name_above_max_length\"");
        assertThat(api().get(path + "metadata[n]=" + "x".repeat(513)).body())
                .contains("\"param\":\"metadata.n\",\"code\":\"string_above_max_length\"");
        assertThat(api().get(path + "metadata[n]=1&".repeat(17)).body())
                .contains("\"code\":\"object_above_max_properties\"");
        assertThat(api().get(path + "metadata[n]=%00").body()).contains("\"code\":\"invalid_value\"");
    }

    @ParameterizedTest
    @CsvSource({
        "threads, thread_none, 'No thread found with id ''thread_none''.', null",
        "conversations, conv_none, 'Conversation with id ''conv_none'' not found.', '\"after\"'"
    })
    default void returns404ForAnUnknownCursor(String kind, String id, String message, String param) {
        Response response = api().get("/v1/" + kind + "?after=" + id);

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.message()).isEqualTo(message);
        assertThat(response.body()).contains("\"param\":" + param);
    }

    @ParameterizedTest
    @CsvSource({"threads, thread", "conversations, conv"})
    default void returns400ForACursorWithoutThePrefix(String kind, String prefix) {
        Response response = api().get("/v1/" + kind + "?before=x");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.message())
                .isEqualTo("Invalid 'before': 'x'. Expected an ID that begins with '" + prefix + "'.");
    }

    private String createObjects(String kind, int count) {
        String run = UUID.randomUUID().toString();
        for (int i = 0; i < count; i++) {
            create(kind, Map.of("run", run));
        }
        return run;
    }

    private String create(String kind, Map<String, String> metadata) {
        return api().post("/v1/" + kind, body(metadata)).id();
    }

    private static String body(Map<String, String> metadata) {
        StringBuilder json = new StringBuilder();
        metadata.forEach(
                (name, value) -> json.append(json.isEmpty() ? "" : ",").append("\"" + name + "\":\"" + value + "\""));
        return "{\"metadata\": {" + json + "}}";
    }

    /** Gives the objects other dates, in the order of their ids. */
    private void setDates(String kind, String run, List<Long> dates) {
        List<String> ids = list(kind, run, "").ids().stream().sorted().toList();
        for (int i = 0; i < ids.size(); i++) {
            jdbc().update("update " + kind + " set created_at = ? where id = ?", dates.get(i), ids.get(i));
            String index = kind.equals("threads") ? "thread_metadata" : "conversation_metadata";
            jdbc().update("update " + index + " set created_at = ? where owner_id = ?", dates.get(i), ids.get(i));
        }
    }

    private void setThreadId(String id, String newId) {
        jdbc().update("update threads set id = ? where id = ?", newId, id);
        jdbc().update("update thread_metadata set owner_id = ? where owner_id = ?", newId, id);
    }

    private List<String> expectedIds(String kind, String run) {
        Comparator<String> byDate = Comparator.comparing(
                id -> jdbc().queryForObject("select created_at from " + kind + " where id = ?", Long.class, id));
        return new ArrayList<>(list(kind, run, "").ids().stream()
                .sorted(byDate.thenComparing(Comparator.naturalOrder()))
                .toList());
    }

    private List<String> walk(String kind, String run, String query) {
        List<String> ids = new ArrayList<>();
        Response page = list(kind, run, query);
        ids.addAll(page.ids());
        while (page.body().contains("\"has_more\":true")) {
            page = list(kind, run, query + "&after=" + ids.get(ids.size() - 1));
            assertThat(page.ids()).isNotEmpty();
            ids.addAll(page.ids());
        }
        return ids;
    }

    private Response list(String kind, String run, String query) {
        return api().get("/v1/" + kind + "?metadata%5Brun%5D=" + run
                + query.replace("[", "%5B").replace("]", "%5D"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static <T> T pick(List<T> elements, Random random) {
        return elements.get(random.nextInt(elements.size()));
    }
}
