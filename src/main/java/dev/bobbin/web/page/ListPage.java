package dev.bobbin.web.page;

import dev.bobbin.web.json.JsonResponseWriter;
import dev.bobbin.web.json.JsonWritable;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param hasMore whether more objects follow in the order of the list
 */
public record ListPage<T extends JsonWritable>(
        List<T> data, @Nullable String firstId, @Nullable String lastId, boolean hasMore) implements JsonWritable {

    public static <T extends JsonWritable> ListPage<T> of(List<T> data, Function<T, String> id, boolean hasMore) {
        return data.isEmpty()
                ? new ListPage<>(List.of(), null, null, false)
                : new ListPage<>(data, id.apply(data.get(0)), id.apply(data.get(data.size() - 1)), hasMore);
    }

    @Override
    public void writeTo(JsonResponseWriter json) throws IOException {
        json.ascii("{\"object\":\"list\",\"data\":[");
        String separator = "";
        for (T element : data) {
            json.ascii(separator);
            element.writeTo(json);
            separator = ",";
        }
        json.ascii("],\"first_id\":" + quoted(firstId) + ",\"last_id\":" + quoted(lastId) + ",\"has_more\":" + hasMore
                + "}");
    }

    @Override
    public long expectedBytes() {
        long bytes = 256;
        for (T element : data) {
            bytes += element.expectedBytes();
        }
        return bytes;
    }

    /** The id as a JSON string. String concatenation turns null into the JSON value {@code null}. */
    private static @Nullable String quoted(@Nullable String id) {
        return id == null ? null : "\"" + id + "\"";
    }
}
