package dev.bobbin.conversation;

import dev.bobbin.conversation.request.CreateItemsRequest;
import dev.bobbin.idempotency.IdempotencyKey;
import dev.bobbin.security.Project;
import dev.bobbin.web.ApiController;
import dev.bobbin.web.json.JsonBody;
import dev.bobbin.web.json.JsonWritable;
import dev.bobbin.web.limit.MemoryReservation;
import dev.bobbin.web.page.ListPage;
import dev.bobbin.web.page.PageQuery;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/**
 * The operations on the items of a conversation. The order of a method's parameters is the order of the checks: the
 * syntax of the body, then the ids in the path, then the query and the members of the body.
 */
@ApiController
class ItemController {

    private static final String ITEMS = "/conversations/{conversationId}/items";
    private static final String ITEM = ITEMS + "/{itemId}";

    private final ItemService items;
    private final ConversationMetrics metrics;
    private final int maxItems;

    ItemController(ItemService items, ConversationMetrics metrics, ConversationProperties properties) {
        this.items = items;
        this.metrics = metrics;
        this.maxItems = properties.maxItems();
    }

    @PostMapping(ITEMS)
    JsonWritable create(
            Project project,
            JsonBody body,
            @Nullable IdempotencyKey key,
            ConversationKey path,
            HttpServletRequest request,
            HttpServletResponse response) {
        Include.check(request.getQueryString());
        CreateItemsRequest items = body.read(input -> CreateItemsRequest.from(input, maxItems));
        return this.items
                .create(project, path.id(), items, key)
                .ifNew(() -> metrics.itemsCreated(items.items().size()))
                .respond(response);
    }

    @GetMapping(ITEMS)
    ListPage<ItemObject> list(
            Project project, ConversationKey path, HttpServletRequest request, MemoryReservation memory) {
        Include.check(request.getQueryString());
        return items.list(project, path.id(), PageQuery.withAnyCursor(request.getQueryString()), memory);
    }

    @GetMapping(ITEM)
    ItemObject retrieve(Project project, ItemKey path, HttpServletRequest request, MemoryReservation memory) {
        Include.check(request.getQueryString());
        return items.retrieve(project, path, memory);
    }

    @DeleteMapping(ITEM)
    ConversationObject delete(Project project, ItemKey path) {
        ConversationObject conversation = items.delete(project, path);
        metrics.itemDeleted();
        return conversation;
    }
}
