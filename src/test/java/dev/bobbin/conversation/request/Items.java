package dev.bobbin.conversation.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.bobbin.web.error.ApiError;
import dev.bobbin.web.json.JsonInputs;
import org.jspecify.annotations.Nullable;

/** Reads a single item from a request. */
final class Items {

    private Items() {}

    static InputItem read(String item) {
        return CreateItemsRequest.from(JsonInputs.parse("{\"items\": [" + item + "]}"), 20)
                .items()
                .get(0);
    }

    /** The stored JSON, with the id {@code ID}. */
    static String stored(String item) {
        return ((NewItem) read(item)).withId("ID").text();
    }

    static @Nullable String id(String item) {
        return ((NewItem) read(item)).id();
    }

    /** @param param the path below the item */
    static void assertRejected(String item, String param, String code, String message) {
        assertThat(ApiError.of(catchThrowable(() -> read(item))))
                .isEqualTo(new ApiError(400, message, "items[0]" + param, code));
    }
}
