package dev.bobbin.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.support.ApiClient;
import dev.bobbin.server.support.ApiClient.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Random conversations move from one database to the other and back. Every response stays the same, byte for byte. */
@Tag("slow")
@Timeout(300)
class ConversationTransferIT {

    private static final long SEED = Long.getLong("test.seed", System.nanoTime());
    private static final int CONVERSATIONS = 20;

    /** The types of items with the members that they need. "?" is a random value, and "$" is a random text. */
    private static final Map<String, String> ITEMS = Map.ofEntries(
            Map.entry("additional_tools", "'role':'$','tools':[?]"),
            Map.entry("agent_message", "'a':?"),
            Map.entry("apply_patch_call", "'call_id':'$','operation':{'type':'$','path':'$','diff':?}"),
            Map.entry("apply_patch_call_output", "'call_id':'$','output':?"),
            Map.entry("code_interpreter_call", "'container_id':'$','outputs':?"),
            Map.entry("compaction", "'encrypted_content':'$'"),
            Map.entry("computer_call", "'call_id':'$','action':{'x':?}"),
            Map.entry("computer_call_output", "'call_id':'$','output':{'image_url':?}"),
            Map.entry("custom_tool_call", "'call_id':'$','name':'$','input':'$'"),
            Map.entry("custom_tool_call_output", "'call_id':'$','output':?"),
            Map.entry("file_search_call", "'queries':[?],'results':?"),
            Map.entry("function_call", "'call_id':'c','name':'f','arguments':'$','caller':{'x':?}"),
            Map.entry("function_call_output", "'call_id':'c','output':[{'type':'input_text','text':'$'}]"),
            Map.entry("image_generation_call", "'result':?"),
            Map.entry("local_shell_call", "'call_id':'$','action':{'env':?}"),
            Map.entry("local_shell_call_output", "'output':'$'"),
            Map.entry("mcp_approval_request", "'server_label':'$','name':'$','arguments':'$'"),
            Map.entry("mcp_approval_response", "'approval_request_id':'$','approve':true"),
            Map.entry("mcp_call", "'server_label':'$','name':'$','arguments':'$','output':?"),
            Map.entry("mcp_list_tools", "'server_label':'$','tools':[?]"),
            Map.entry(
                    "message",
                    "'role':'assistant','phase':'commentary','content':[{'type':'output_text','text':'$',"
                            + "'annotations':[{'type':'file_path','index':?}],'logprobs':[{'logprob':?}]},"
                            + "{'type':'refusal','refusal':'$'}]"),
            Map.entry("multi_agent_call", "'a':?"),
            Map.entry("multi_agent_call_output", "'a':?"),
            Map.entry("program", "'call_id':'$','code':'$','fingerprint':'$'"),
            Map.entry("program_output", "'call_id':'$','result':'$','status':'completed','x':?"),
            Map.entry("reasoning", "'summary':[{'type':'summary_text','text':'$'}],'encrypted_content':'$'"),
            Map.entry("shell_call", "'call_id':'$','action':{'commands':?}"),
            Map.entry("shell_call_output", "'call_id':'$','output':[?]"),
            Map.entry("tool_search_call", "'arguments':?"),
            Map.entry("tool_search_output", "'tools':[?]"),
            Map.entry("web_search_call", "'action':?"));

    private static final List<String> TYPES = ITEMS.keySet().stream().sorted().toList();

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-0",
            "-0.0",
            "1e5",
            "1E+5",
            "1.50",
            "9223372036854775808",
            "0.1234567890123456789012345678901234567890",
            "{}",
            "[]",
            "{'z':1,'a':-0.0,'z2':{'b':null}}",
            "'$'");

    private final Random random = new Random(SEED);

    @TempDir
    private Path folder;

    @Test
    void keepsEveryResponseOnTheOtherDatabase() throws Exception {
        try (PostgresProcess postgres = PostgresProcess.start(folder.resolve("postgres"));
                JarProcess onPostgres = JarProcess.start(newFolder("unused"), postgres.setting());
                JarProcess onH2 = JarProcess.start(newFolder("h2"));
                JarProcess empty = JarProcess.start(newFolder("empty"))) {
            List<String> conversations = IntStream.range(0, CONVERSATIONS)
                    .mapToObj(i -> createConversation(onH2.api(), i))
                    .toList();
            List<String> responses = responses(onH2.api(), conversations);
            String export = onH2.api().get("/v1/conversations/export").body();

            for (JarProcess target : List.of(onPostgres, empty)) {
                Response report = target.api().importConversations(export);

                assertThat(report.body()).as("Seed " + SEED).contains("\"problems\":[]");
                assertThat(target.api().get("/v1/conversations/export").body())
                        .as("Seed " + SEED)
                        .isEqualTo(export);
                assertThat(responses(target.api(), conversations))
                        .as("Seed " + SEED)
                        .isEqualTo(responses);
                assertThat(target.api().importConversations(export).body())
                        .as("Seed " + SEED)
                        .contains("\"items\":{\"created\":0,")
                        .contains("\"problems\":[]");
                export = target.api().get("/v1/conversations/export").body();
            }
        }
    }

    private Path newFolder(String name) throws IOException {
        return Files.createDirectory(folder.resolve(name));
    }

    /** All pages and all objects. */
    private static List<String> responses(ApiClient api, List<String> conversations) {
        List<String> bodies = new ArrayList<>();
        bodies.add(api.get("/v1/conversations?limit=100").body());
        bodies.add(api.get("/v1/conversations?limit=100&metadata[k]=v").body());
        for (String conversation : conversations) {
            bodies.add(api.get(conversation).body());
            Response page = api.get(conversation + "/items?limit=100");
            bodies.add(page.body());
            page.ids()
                    .forEach(id ->
                            bodies.add(api.get(conversation + "/items/" + id).body()));
        }
        return bodies;
    }

    /** The first conversations together contain items of all types. */
    private String createConversation(ApiClient api, int number) {
        String metadata = random.nextBoolean() ? "{}" : "{'k':'v','$':'$'}";
        String path = "/v1/conversations/"
                + api.post("/v1/conversations", filled("{'metadata':" + metadata + "}"))
                        .id();
        String items = IntStream.range(10 * number, 10 * number + 10)
                .mapToObj(i -> TYPES.get(i % TYPES.size()))
                .map(type -> filled("{'type':'" + type + "'," + (type.equals("reasoning") ? "" : "'id':null,")
                        + ITEMS.get(type) + "}"))
                .collect(Collectors.joining(",", "{\"items\":[", "]}"));
        Response created = api.post(path + "/items", items);
        assertThat(created.status()).as("Seed " + SEED + ": " + created.body()).isEqualTo(200);
        if (random.nextInt(3) == 0) {
            api.delete(path + "/items/" + created.ids().get(random.nextInt(10)));
        }
        return path;
    }

    /** Replaces each "?" by a random value, each "$" by a random text, and single quotes by double quotes. */
    private String filled(String template) {
        String json = template;
        while (json.contains("?")) {
            json = json.replaceFirst(
                    "\\?", VALUES.get(random.nextInt(VALUES.size())).replace("$", "\\$"));
        }
        json = json.replace('\'', '"');
        while (json.contains("$")) {
            int place = json.indexOf('$');
            json = json.substring(0, place) + text() + json.substring(place + 1);
        }
        return json;
    }

    /** A text with characters that need escapes or several bytes. */
    private String text() {
        List<String> pieces = List.of("a", "é", "☃", "🧵", "\\n", "\\\"", "\\\\", "\\u0001", "/", "\\u2028", "' -- ");
        return random.ints(1 + random.nextInt(12), 0, pieces.size())
                .mapToObj(pieces::get)
                .collect(Collectors.joining());
    }
}
