package dev.bobbin.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bobbin.server.support.ApiClient;
import dev.bobbin.server.support.ApiClient.Response;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Creates conversations with random items of all types. */
final class RandomConversations {

    private static final int COUNT = 20;

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

    private final ApiClient api;
    private final long seed;
    private final Random random;

    RandomConversations(ApiClient api, long seed) {
        this.api = api;
        this.seed = seed;
        this.random = new Random(seed);
    }

    /** Returns the paths of the conversations. */
    List<String> create() {
        return IntStream.range(0, COUNT).mapToObj(this::createConversation).toList();
    }

    /** The first conversations together contain items of all types. */
    private String createConversation(int number) {
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
        assertThat(created.status()).as("Seed " + seed + ": " + created.body()).isEqualTo(200);
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

    private String text() {
        return RandomText.of(random);
    }
}
