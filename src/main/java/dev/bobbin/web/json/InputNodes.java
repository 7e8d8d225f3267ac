package dev.bobbin.web.json;

import java.util.LinkedHashMap;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NumericNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Creates the nodes of one tree. {@code asString()} of a number returns the text that the client sent. Only decimal
 * numbers and {@code -0} need their text: every other integer has a single form in JSON. Objects and arrays begin
 * small, since a hostile body can consist of them.
 */
final class InputNodes extends JsonNodeFactory {

    private static final long serialVersionUID = 1L;

    private static final IntNode NEGATIVE_ZERO = new IntNode(0) {

        private static final long serialVersionUID = 1L;

        @Override
        protected String _asString() {
            return "-0";
        }
    };

    private static final class DecimalText extends DoubleNode {

        private static final long serialVersionUID = 1L;

        private final String text;

        DecimalText(double value, String text) {
            super(value);
            this.text = text;
        }

        @Override
        protected String _asString() {
            return text;
        }
    }

    private static final int MEMBERS = 4;
    private static final int ELEMENTS = 2;

    private final transient JsonParser parser;

    /** @param parser the parser of the tree, which is at the number while this class creates the number's node */
    InputNodes(JsonParser parser) {
        this.parser = parser;
    }

    @Override
    public ArrayNode arrayNode() {
        return new ArrayNode(this, ELEMENTS);
    }

    @Override
    public ObjectNode objectNode() {
        return new ObjectNode(this, new LinkedHashMap<>(MEMBERS));
    }

    @Override
    public NumericNode numberNode(int value) {
        return value == 0 && parser.getString().startsWith("-") ? NEGATIVE_ZERO : super.numberNode(value);
    }

    @Override
    public NumericNode numberNode(double value) {
        return new DecimalText(value, parser.getString());
    }
}
