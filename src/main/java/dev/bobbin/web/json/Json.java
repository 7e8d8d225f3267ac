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
    private static final long MAX_TOKENS = maxTokens(1_000_000);

    /** An object has at most twice as many tokens as the body that created it. */
    private static final long MAX_TOKENS_OF_OBJECT = maxTokens(2_000_000);

    private static final int MAX_DEPTH = 500;
    private static final int MAX_DIGITS = 1_000;

    static final JsonMapper MAPPER = mapper(MAX_TOKENS);
    private static final JsonMapper MAPPER_OF_OBJECTS = mapper(MAX_TOKENS_OF_OBJECT);

    /** A decoded byte order mark. It is not valid JSON, but Jackson would skip it. */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private Json() {}

    private static long maxTokens(long max) {
        return Math.min(max, Heap.CURRENT.forParsedBodies() / HEAP_BYTES_PER_TOKEN);
    }

    private static JsonMapper mapper(long maxTokens) {
        return JsonMapper.builder(factory(maxTokens))
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.ALWAYS))
                .enable(
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                        DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .build();
    }

    /**
     * Names are not canonicalized: the factory would keep the names of every body for as long as the server runs, and
     * one client could fill or corrupt that table for all projects. Names and strings have no limit here, since
     * {@link JsonInput} and {@link Metadata} report those that are too long.
     */
    private static JsonFactory factory(long maxTokens) {
        return JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNameLength(Integer.MAX_VALUE)
                        .maxStringLength(Integer.MAX_VALUE)
                        .maxTokenCount(maxTokens)
                        .maxNestingDepth(MAX_DEPTH)
                        .maxNumberLength(MAX_DIGITS)
                        .build())
                .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                .build();
    }

    /**
     * Parses a body: one JSON value with nothing after it. An empty body becomes a missing node. Numbers keep their
     * text. Any exception of the parser is the client's error, since the parser depends on nothing but the body.
     */
    static JsonNode parse(String body) {
        return parse(MAPPER, MAX_TOKENS, body);
    }

    /** Parses an object as the API returns it. It can have more values than a body, but is otherwise read like one. */
    static JsonNode parseObject(String object) {
        return parse(MAPPER_OF_OBJECTS, MAX_TOKENS_OF_OBJECT, object);
    }

    private static JsonNode parse(JsonMapper mapper, long maxTokens, String json) {
        JsonParser parser = mapper.createParser(json);
        try (parser) {
            JsonNode root = mapper.reader(new InputNodes(parser)).readTree(parser);
            return root == null ? MissingNode.getInstance() : root;
        } catch (StreamConstraintsException e) {
            throw aboveLimit(parser, maxTokens);
        } catch (RuntimeException e) {
            throw InvalidInput.notJson();
        }
    }

    /** Names the limit at which the parser has stopped. */
    private static ApiException aboveLimit(JsonParser parser, long maxTokens) {
        if (parser.currentTokenCount() > maxTokens) {
            return tooManyValues(maxTokens);
        }
        return parser.streamReadContext().getNestingDepth() > MAX_DEPTH
                ? InvalidInput.nestedTooDeeply(MAX_DEPTH)
                : InvalidInput.numberTooLong(MAX_DIGITS);
    }

    private static ApiException tooManyValues(long maxTokens) {
        return ApiException.tooLarge(
                null,
                "The request body has too many values. Expected at most " + maxTokens
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
