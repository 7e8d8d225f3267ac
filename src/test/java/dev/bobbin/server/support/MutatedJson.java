package dev.bobbin.server.support;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** Changes one value, member or element of a JSON text. The result can be malformed. */
final class MutatedJson {

    private static final List<String> VALUES = List.of("""
            null true false 0 -0 -1 1 1.5 1e400 1E-400 1e999999999 [] {} [null] {"":{}} 9223372036854775808
            -99999999999999999999 NaN Infinity undefined 01 +1 .5 0x10 'a' a /**/1 1, , : ] } " \\ {"a":1"b":2} [1,]
            {"type":"text","text":"a"} {"type":"refusal","refusal":"a"}
            {"type":"image_url","image_url":{"url":"http://["}}
            "" "\\u0000" "a\0b" "\\ud800" "\\udc00\\ud800" "\\ud83e\\uddea" "\ud83e\uddea" "\\ufffe\\uffff"
            "e\u0301\u200d\u202e\ufeff" "\t" "\\x" "\\u12" "user" "text" "auto" "file-1" "null" "{}"
            "http://" "http://\\ud800" "http://a/?q=\\"'<>%" "';drop/**/table/**/messages;--"
            """.strip().split("[ \n]+"));

    private final Random random;

    MutatedJson(Random random) {
        this.random = random;
    }

    /** Returns malformed input unchanged. */
    String of(String json) {
        try {
            JsonNode root = JsonMapper.shared().readTree(json);
            List<JsonNode> nonEmpty =
                    containers(root).stream().filter(node -> !node.isEmpty()).toList();
            if (nonEmpty.isEmpty() || random.nextInt(15) == 0) {
                return value();
            }
            JsonNode container = nonEmpty.get(random.nextInt(nonEmpty.size()));
            if (container instanceof ObjectNode object) {
                mutateMember(object);
            } else {
                mutateElement((ArrayNode) container);
            }
            return root.toString();
        } catch (JacksonException e) {
            return json;
        }
    }

    private static List<JsonNode> containers(JsonNode node) {
        List<JsonNode> containers = new ArrayList<>(node.isContainer() ? List.of(node) : List.of());
        node.forEach(child -> containers.addAll(containers(child)));
        return containers;
    }

    private void mutateMember(ObjectNode object) {
        List<String> names = List.copyOf(object.propertyNames());
        String name = names.get(random.nextInt(names.size()));
        String old = object.get(name).toString();
        switch (random.nextInt(5)) {
            case 0 -> object.remove(name);
            case 1 -> object.set(name, raw(old + ",\"" + name + "\":" + old));
            case 2 -> object.set(name, raw(old + "," + name() + ":" + value()));
            default -> object.set(name, raw(value()));
        }
    }

    private void mutateElement(ArrayNode array) {
        int index = random.nextInt(array.size());
        String old = array.get(index).toString();
        switch (random.nextInt(3)) {
            case 0 -> array.remove(index);
            case 1 -> array.set(index, raw(String.join(",", Collections.nCopies(1 + random.nextInt(40), old))));
            default -> array.set(index, raw(value()));
        }
    }

    private static JsonNode raw(String json) {
        return JsonNodeFactory.instance.rawValueNode(new RawValue(json));
    }

    private String value() {
        return switch (random.nextInt(20)) {
            case 0 -> nested("[", "]");
            case 1 -> nested("{\"a\":", "}");
            case 2 -> "9".repeat(1 + random.nextInt(2000));
            case 3 -> "0." + "1".repeat(1 + random.nextInt(2000));
            case 4, 5 -> longString();
            default -> VALUES.get(random.nextInt(VALUES.size()));
        };
    }

    private String name() {
        return random.nextBoolean() ? longString() : "\"\\ud800\\u0000\"";
    }

    private String nested(String open, String close) {
        int depth = 1 << random.nextInt(14);
        return open.repeat(depth) + "1" + close.repeat(depth);
    }

    /** Returns a string whose length is close to one of the limits of the API. */
    private String longString() {
        int limit = random.nextInt(40) == 0 ? 256_000 : random.nextBoolean() ? 512 : 64;
        return "\"" + (random.nextBoolean() ? "x" : "\ud83e\uddea").repeat(limit - 5 + random.nextInt(10)) + "\"";
    }
}
