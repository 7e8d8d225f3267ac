package dev.bobbin.conversation;

import dev.bobbin.idempotency.CoveredPositions;
import dev.bobbin.idempotency.CreatedObject;
import dev.bobbin.web.json.JsonResponseWriter;
import dev.bobbin.web.page.ListPage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The items that one request has added, in the order of the request.
 *
 * @param lastPosition the position of the last item
 */
record CreatedItems(String conversationId, List<ItemObject> items, long lastPosition) implements CreatedObject {

    /** The id of the first item. A list without items has the id of its conversation. */
    @Override
    public String id() {
        return items.isEmpty() ? conversationId : items.get(0).id();
    }

    @Override
    public String ownerId() {
        return conversationId;
    }

    @Override
    public Optional<CoveredPositions> positions() {
        return items.isEmpty()
                ? Optional.empty()
                : Optional.of(new CoveredPositions(lastPosition - items.size() + 1, lastPosition));
    }

    @Override
    public void writeTo(JsonResponseWriter json) throws IOException {
        page().writeTo(json);
    }

    @Override
    public long expectedBytes() {
        return page().expectedBytes();
    }

    private ListPage<ItemObject> page() {
        return ListPage.of(items, ItemObject::id, false);
    }
}
