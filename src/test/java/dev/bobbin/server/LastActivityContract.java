package dev.bobbin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.support.Server;
import dev.bobbin.server.support.ServerWithTables;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The database keeps the last activity of each thread and conversation, whatever is deleted from it. */
interface LastActivityContract extends ServerWithTables {

    @Test
    default void keepsTheDateOfTheNewestMessage() {
        String thread = threadWith("One", "Two");
        setDate(thread, 2, 2000000000);

        deleteNewest(thread);

        assertThat(count("thread_activity where at = 2000000000 and position = 2 and" + hasId(thread)))
                .isEqualTo(1);
    }

    @Test
    default void keepsTheDateOfALaterMessage() {
        String thread = threadWith("One");
        deleteNewest(thread);
        api().post(thread + "/messages", Server.message("Two"));
        setDate(thread, 2, 2000000000);

        deleteNewest(thread);

        assertThat(count("thread_activity where at = 2000000000 and position = 2 and" + hasId(thread)))
                .isEqualTo(1);
    }

    /** An import sets the last activity of a thread whose messages have any date. */
    @Test
    default void keepsTheTimeOfAnImport() {
        String thread = threadWith("One");
        setDate(thread, 1, 1000000000);
        jdbc().update("insert into thread_activity values (?, 1, 1900000000)", id(thread));

        deleteNewest(thread);

        assertThat(count("thread_activity where at = 1900000000 and" + hasId(thread)))
                .isEqualTo(1);
    }

    @Test
    default void needsNoRowForAnOlderMessage() {
        String thread = threadWith("One", "Two");
        String oldest = api().get(thread + "/messages?order=asc").ids().get(0);

        api().delete(thread + "/messages/" + oldest);

        assertThat(count("thread_activity where" + hasId(thread))).isZero();
    }

    @Test
    default void forgetsADeletedThread() {
        String thread = threadWith("One");
        deleteNewest(thread);

        api().delete(thread);

        assertThat(count("thread_activity where" + hasId(thread))).isZero();
    }

    @Test
    default void countsAnEmptyRequestForItemsAsNoActivity() {
        String conversation = conversationWith("One");
        String id = conversation.replace("/v1/conversations/", "");
        jdbc().update("update conversations set last_activity = 1000000000 where id = ?", id);

        assertThat(api().post(conversation + "/items", "{\"items\": []}").status())
                .isEqualTo(200);

        assertThat(count("conversations where last_activity = 1000000000 and id = '" + id + "'"))
                .isEqualTo(1);
    }

    /** Whatever its date is, since retention would delete the conversation at once. */
    @Test
    default void countsAnImportedConversationFromItsImport() {
        String id = "conv_" + UUID.randomUUID().toString().replace("-", "");
        String conversation = "{\"object\":\"conversation\",\"id\":\"" + id + "\",\"created_at\":5}";
        String item = "{\"conversation_id\":\"" + id + "\",\"item\":{\"id\":\"ws_%d\",\"type\":\"web_search_call\"}}";
        String isActive = "conversations where last_activity > 1700000000 and id = '" + id + "'";

        api().importConversations(conversation, item.formatted(1));
        assertThat(count(isActive)).isEqualTo(1);

        jdbc().update("update conversations set last_activity = 1000000000 where id = ?", id);
        api().importConversations(conversation, item.formatted(1));
        assertThat(count(isActive)).isZero();
        api().importConversations(item.formatted(2));
        assertThat(count(isActive)).isEqualTo(1);
    }

    private void deleteNewest(String thread) {
        api().delete(thread + "/messages/"
                + api().get(thread + "/messages").ids().get(0));
    }

    private void setDate(String thread, long position, long seconds) {
        jdbc().update(
                        "update messages set created_at = ? where thread_id = ? and position = ?",
                        seconds,
                        id(thread),
                        position);
    }

    private static String hasId(String thread) {
        return " thread_id = '" + id(thread) + "'";
    }

    private static String id(String thread) {
        return thread.replace("/v1/threads/", "");
    }
}
