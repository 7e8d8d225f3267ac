package dev.bobbin.api;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One page of a list; {@code hasMore} tells whether more follow in the direction of travel. */
public record ListPage<T>(
        String object,
        List<T> data,
        @Nullable String firstId,
        @Nullable String lastId,
        boolean hasMore) {

    public static <T> ListPage<T> of(List<T> data, Function<T, String> id, boolean hasMore) {
        return data.isEmpty()
                ? empty()
                : new ListPage<>("list", data, id.apply(data.get(0)), id.apply(data.get(data.size() - 1)), hasMore);
    }

    /** The page of what each becomes; their ids stay the same. */
    public <R> ListPage<R> map(Function<T, R> mapping) {
        return new ListPage<>(object, data.stream().map(mapping).toList(), firstId, lastId, hasMore);
    }

    public static <T> ListPage<T> empty() {
        return new ListPage<>("list", List.of(), null, null, false);
    }
}
