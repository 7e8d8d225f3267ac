package dev.bobbin.web.json;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NumericNode;

/**
 * Creates the nodes of one tree so that {@code asString()} of a number returns the text that the client sent. Only
 * decimal numbers and {@code -0} need their text: every other integer has a single form in JSON.
 */
final class ExactNumbers extends JsonNodeFactory {

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

    private final transient JsonParser parser;

    /** @param parser the parser of the tree, which is at the number while this class creates the number's node */
    ExactNumbers(JsonParser parser) {
        this.parser = parser;
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
