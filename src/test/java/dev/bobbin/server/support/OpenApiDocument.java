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

/** Validates responses against the OpenAPI document. */
public final class OpenApiDocument {

    private static final String DOCUMENT_URL = "https://bobbin.dev/openapi.json";
    private static final Set<String> EXPORT_LINES =
            Set.of("/components/schemas/ExportLine", "/components/schemas/ConversationExportLine");
    private static final JsonNode ROOT = read();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            Dialects.getOpenApi31(), registry -> registry.schemas(Map.of(DOCUMENT_URL, ROOT.toString())));
    private static final Map<String, Schema> COMPILED = new ConcurrentHashMap<>();

    private OpenApiDocument() {}

    /** Returns the documented operations, each as "GET /threads/{thread_id}". */
    public static Set<String> operations() {
        return ROOT.get("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .filter(member -> member.getValue().has("operationId"))
                        .map(operation -> operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey()))
                .collect(Collectors.toSet());
    }

    /** Returns an example of an error response. */
    public static JsonNode example(String name) {
        return ROOT.at("/components/examples/" + name + "/value");
    }

    /** Returns how a response violates the document. A path that is not documented may return only errors. */
    public static List<String> violations(String method, String path, int status, String body) {
        Optional<String> schema = schemaOf(method, path, status);
        if (schema.isEmpty()) {
            return List.of("The document has no response " + status + " for " + method + " " + path);
        }
        Schema compiled = COMPILED.computeIfAbsent(
                schema.get(), pointer -> SCHEMAS.getSchema(SchemaLocation.of(DOCUMENT_URL + "#" + pointer)));
        Stream<String> values = EXPORT_LINES.contains(schema.get()) ? body.lines() : Stream.of(body);
        return values.flatMap(value -> compiled.validate(JsonMapper.shared().readTree(value)).stream())
                .map(Error::toString)
                .toList();
    }

    private static Optional<String> schemaOf(String method, String path, int status) {
        String relativePath = path.replaceFirst("^(/openai/v1|/openai|/v1)(?=/)", "");
        Optional<JsonNode> operation = ROOT.get("paths").properties().stream()
                .filter(template -> relativePath.matches(template.getKey().replaceAll("\\{[a-z_]+}", "[^/]+")))
                .findFirst()
                .map(template -> template.getValue().get(method.toLowerCase(Locale.ROOT)));
        if (operation.isEmpty() || path.endsWith("/runs")) {
            return status >= 400 ? Optional.of("/components/schemas/ErrorResponse") : Optional.empty();
        }
        return response(operation.get().get("responses"), status)
                .map(response ->
                        response.get("content").properties().iterator().next().getValue())
                .map(content -> content.at("/schema/$ref").stringValue().substring(1));
    }

    /** The response for the status, or for a range of statuses, such as 4XX, that lists the status. */
    private static Optional<JsonNode> response(JsonNode responses, int status) {
        JsonNode exact = responses.get(String.valueOf(status));
        if (exact != null) {
            return Optional.of(resolve(exact));
        }
        return Optional.ofNullable(responses.get(status / 100 + "XX"))
                .map(OpenApiDocument::resolve)
                .filter(range -> range.get("x-statuses").valueStream().anyMatch(listed -> listed.intValue() == status));
    }

    private static JsonNode resolve(JsonNode response) {
        return response.has("$ref") ? ROOT.at(response.get("$ref").stringValue().substring(1)) : response;
    }

    private static JsonNode read() {
        try (InputStream yaml = OpenApiDocument.class.getResourceAsStream("/openapi.yaml")) {
            return new YAMLMapper().readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
