package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.support.ApiClient.Response;
import dev.bobbin.server.support.Server;
import org.junit.jupiter.api.Test;

/** The requests of the session {@code OpenAIConversationsSession} in OpenAI's Agents SDK for Python. */
interface AgentSessionContract extends Server {

    String REASONING = "{\"id\":\"rs_1\",\"type\":\"reasoning\",\"summary\":[],\"encrypted_content\":\"Z0FB\"}";

    /** The SDK dumps Python objects with their nulls. A null that came back would reach the model, which rejects it. */
    @Test
    default void returnsAnAgentsTurnAsInputForTheModel() {
        String items = session();

        Response added = api().post(items, """
                {"items":[{"content":"What time is it?","role":"user"},
                {"id":"rs_1","summary":[],"type":"reasoning","content":null,"encrypted_content":"Z0FB","status":null},
                {"arguments":"{}","call_id":"call_1","name":"now","type":"function_call","namespace":null,
                 "status":"completed"},
                {"call_id":"call_1","output":"12:00","type":"function_call_output"},
                {"content":[{"annotations":[],"text":"Noon.","type":"output_text","logprobs":null}],
                 "role":"assistant","status":"completed","type":"message","phase":null}]}""");

        assertThat(added.status()).isEqualTo(200);
        assertThat(data(api().get(items + "?order=asc"))).isEqualTo("""
                [{"id":"msg_*","type":"message","status":"completed",\
                "content":[{"type":"input_text","text":"What time is it?"}],"role":"user"},\
                %s,\
                {"id":"fc_*","type":"function_call","status":"completed","arguments":"{}","call_id":"call_1",\
                "name":"now"},\
                {"id":"fc_*","type":"function_call_output","status":"completed","call_id":"call_1",\
                "output":"12:00"},\
                {"id":"msg_*","type":"message","status":"completed","content":[{"type":"output_text",\
                "annotations":[],"logprobs":[],"text":"Noon."}],"role":"assistant"}]""".formatted(REASONING));
    }

    @Test
    default void returnsTheLastItemsOfASessionNewestFirst() {
        String items = session();
        api().post(items, "{\"items\":[" + Server.message("One") + "," + Server.message("Two") + "]}");
        api().post(items, "{\"items\":[" + Server.message("Three") + "]}");

        assertThat(api().get(items + "?limit=2&order=desc").json().findValuesAsString("text"))
                .containsExactly("Three", "Two");
    }

    @Test
    default void popsTheLastItemOfASession() {
        String items = session();
        api().post(items, "{\"items\":[" + Server.message("One") + "," + Server.message("Two") + "]}");

        String last = api().get(items + "?limit=1&order=desc").ids().get(0);

        assertThat(api().delete(items + "/" + last).status()).isEqualTo(200);
        assertThat(api().get(items + "?order=asc").json().findValuesAsString("text"))
                .containsExactly("One");
    }

    /** After a failed attempt, the session pops its items and may add them again with their ids. */
    @Test
    default void restoresAPoppedItemUnderItsId() {
        String items = session();
        api().post(items, "{\"items\":[" + REASONING + "," + Server.message("Two") + "]}");
        api().delete(items + "/rs_1");

        assertThat(api().post(items, "{\"items\":[" + REASONING + "]}").status())
                .isEqualTo(200);
        assertThat(data(api().get(items + "?limit=1&order=desc"))).isEqualTo("[" + REASONING + "]");
    }

    @Test
    default void clearsASession() {
        String items = session();
        api().post(items, "{\"items\":[" + Server.message("One") + "]}");

        assertThat(api().delete(items.replace("/items", "")).status()).isEqualTo(200);
        assertThat(api().get(items + "?order=asc").status()).isEqualTo(404);
    }

    /** Starts a session. Returns the path of its items. */
    private String session() {
        return "/v1/conversations/"
                + api().post("/v1/conversations", "{\"items\":[]}").id() + "/items";
    }

    /** Returns the items of a page as JSON, without the digits of generated ids. */
    private static String data(Response page) {
        return page.json().get("data").toString().replaceAll("_[0-9a-f]{48}\"", "_*\"");
    }
}
