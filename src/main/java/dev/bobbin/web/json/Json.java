package dev.bobbin.web.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.bobbin.web.error.ApiException;
import dev.bobbin.web.error.InvalidInput;
import dev.bobbin.web.limit.Heap;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * The JSON mapper of the server. It rejects input that is not strictly JSON, and writes snake case and explicit nulls.
 */
final class Json {

    /** Heap bytes that a token of the body needs in the tree. */
    private static final int HEAP_BYTES_PER_TOKEN = 80;

    /** A tree of millions of small values would need far more heap than their text. */
    private static final long MAX_TOKENS = Math.min(1_000_000, Heap.BYTES_FOR_PARSED_BODIES / HEAP_BYTES_PER_TOKEN);

    private static final int MAX_DEPTH = 500;
    private static final int MAX_DIGITS = 1_000;

    /**
     * Names and strings have no limit here, since {@link JsonInput} and {@link Metadata} report those that are too
     * long.
     */
    private static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
            .maxNameLength(Integer.MAX_VALUE)
            .maxStringLength(Integer.MAX_VALUE)
            .maxTokenCount(MAX_TOKENS)
            .maxNestingDepth(MAX_DEPTH)
            .maxNumberLength(MAX_DIGITS)
            .build();

    /**
     * Names are not canonicalized: the factory would keep the names of every body for as long as the server runs, and
     * one client could fill or corrupt that table for all projects.
     */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(CONSTRAINTS)
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .build();

    static final JsonMapper MAPPER = JsonMapper.builder(FACTORY)
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.ALWAYS))
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    /** A decoded byte order mark. It is not valid JSON, but Jackson would skip it. */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private Json() {}

    /**
     * Parses a body: one JSON value with nothing after it. An empty body becomes a missing node. Numbers keep their
     * text. Any exception of the parser is the client's error, since the parser depends on nothing but the body.
     */
    static JsonNode parse(String body) {
        JsonParser parser = MAPPER.createParser(body);
        try (parser) {
            JsonNode root = MAPPER.reader(new InputNodes(parser)).readTree(parser);
            return root == null ? MissingNode.getInstance() : root;
        } catch (StreamConstraintsException e) {
            throw aboveLimit(parser);
        } catch (RuntimeException e) {
            throw InvalidInput.notJson();
        }
    }

    /** Names the limit at which the parser has stopped. */
    private static ApiException aboveLimit(JsonParser parser) {
        if (parser.currentTokenCount() > MAX_TOKENS) {
            return tooManyValues();
        }
        return parser.streamReadContext().getNestingDepth() > MAX_DEPTH
                ? InvalidInput.nestedTooDeeply(MAX_DEPTH)
                : InvalidInput.numberTooLong(MAX_DIGITS);
    }

    private static ApiException tooManyValues() {
        return ApiException.tooLarge(
                null,
                "The request body has too many values. Expected at most " + MAX_TOKENS
                        + " values, names, and begins and ends of arrays and objects.");
    }

    static String decode(byte[] body) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            if (text.startsWith(BYTE_ORDER_MARK)) {
                throw InvalidInput.notJson();
            }
            return text;
        } catch (CharacterCodingException e) {
            throw InvalidInput.notUtf8();
        }
    }

    /** Names the type of a value in an error sentence. */
    static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "a string";
            case NUMBER -> value.isIntegralNumber() ? "an integer" : "a decimal number";
            case BOOLEAN -> "a boolean";
            case ARRAY -> "an array";
            case OBJECT -> "an object";
            default -> "null";
        };
    }
}
