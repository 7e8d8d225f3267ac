package dev.bobbin.server.support;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The OpenAPI document, and what it says of answers. */
public final class OpenApiDocument {

    private static final String ADDRESS = "https://bobbin.dev/openapi.json";
    private static final JsonNode ROOT = read();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            Dialects.getOpenApi31(), registry -> registry.schemas(Map.of(ADDRESS, ROOT.toString())));
    private static final Map<String, Schema> COMPILED = new ConcurrentHashMap<>();

    private OpenApiDocument() {}

    /** The calls, each as "GET /threads/{thread_id}". */
    public static Set<String> calls() {
        return ROOT.get("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .filter(member -> member.getValue().has("operationId"))
                        .map(call -> call.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey()))
                .collect(Collectors.toSet());
    }

    /** What is wrong with an answer to a call, in the document's eyes; an address it does not know answers errors only. */
    public static List<String> violations(String method, String address, int status, String body) {
        Optional<String> schema = schemaOf(method, address, status);
        if (schema.isEmpty()) {
            return List.of("The document does not know " + status + " of " + method + " " + address);
        }
        return COMPILED
                .computeIfAbsent(schema.get(), pointer -> SCHEMAS.getSchema(SchemaLocation.of(ADDRESS + "#" + pointer)))
                .validate(JsonMapper.shared().readTree(body))
                .stream()
                .map(Error::toString)
                .toList();
    }

    private static Optional<String> schemaOf(String method, String address, int status) {
        Optional<JsonNode> call = ROOT.get("paths").properties().stream()
                .filter(path -> address.replaceFirst("^(/openai/v1|/openai|/v1)(?=/)", "")
                        .matches(path.getKey().replaceAll("\\{[a-z_]+}", "[^/]+")))
                .flatMap(path -> Stream.ofNullable(path.getValue().get(method.toLowerCase(Locale.ROOT))))
                .findFirst();
        if (call.isEmpty() || address.endsWith("/runs")) {
            return status >= 400 ? Optional.of("/components/schemas/ErrorResponse") : Optional.empty();
        }
        return Optional.ofNullable(call.get().get("responses").get(String.valueOf(status)))
                .map(response -> response.has("$ref")
                        ? ROOT.at(response.get("$ref").stringValue().substring(1))
                        : response)
                .map(response -> response.at("/content/application~1json/schema/$ref")
                        .stringValue()
                        .substring(1));
    }

    private static JsonNode read() {
        try (InputStream yaml = OpenApiDocument.class.getResourceAsStream("/openapi.yaml")) {
            return new YAMLMapper().readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
