package dev.bobbin.transfer.body;

/**
 * Skips JSON values without holding them. It checks only how brackets, commas, colons and strings follow each other.
 * That is enough to find the end of a value, and the line on which a value was cut off.
 */
final class JsonStructure {

    /** The next byte cannot continue the value. */
    static final class SyntaxException extends Exception {

        private static final long serialVersionUID = 1L;

        SyntaxException() {
            super(null, null, false, false);
        }
    }

    /** Skips the value of a member. */
    interface MemberReader {

        /** @param name the beginning of the name if it is long */
        void read(String name) throws SyntaxException;
    }

    /** Skips an element of an array. */
    interface ElementReader {

        void read() throws SyntaxException;
    }

    private static final int MAX_DEPTH = 500;
    private static final int LONGEST_TEXT = 16;

    private final BodyReader body;

    JsonStructure(BodyReader body) {
        this.body = body;
    }

    void skipValue() throws SyntaxException {
        skipValue(0);
    }

    private void skipValue(int depth) throws SyntaxException {
        if (depth > MAX_DEPTH) {
            throw new SyntaxException();
        }
        switch (body.peek()) {
            case '{' -> readObject(name -> skipValue(depth + 1));
            case '[' -> readArray(() -> skipValue(depth + 1));
            case '"' -> readString();
            default -> skipLiteral();
        }
    }

    void readObject(MemberReader member) throws SyntaxException {
        expect('{');
        body.skipSpace();
        if (body.peek() != '}') {
            readMember(member);
            while (body.peek() == ',') {
                body.next();
                body.skipSpace();
                readMember(member);
            }
        }
        expect('}');
    }

    private void readMember(MemberReader member) throws SyntaxException {
        String name = readString();
        body.skipSpace();
        expect(':');
        body.skipSpace();
        member.read(name);
        body.skipSpace();
    }

    void readArray(ElementReader element) throws SyntaxException {
        expect('[');
        body.skipSpace();
        if (body.peek() != ']') {
            element.read();
            body.skipSpace();
            while (body.peek() == ',') {
                body.next();
                body.skipSpace();
                element.read();
                body.skipSpace();
            }
        }
        expect(']');
    }

    /** Returns the text of a short string without its escapes, or the beginning of a longer one. */
    String readString() throws SyntaxException {
        expect('"');
        StringBuilder text = new StringBuilder();
        while (body.peek() != '"') {
            if (body.peek() < ' ') {
                throw new SyntaxException();
            }
            boolean escaped = body.peek() == '\\';
            append(text, body.next());
            if (escaped) {
                append(text, body.next());
            }
        }
        expect('"');
        return text.toString();
    }

    private static void append(StringBuilder text, int next) {
        if (text.length() <= LONGEST_TEXT) {
            text.append((char) next);
        }
    }

    private void skipLiteral() throws SyntaxException {
        if (!isLiteral(body.peek())) {
            throw new SyntaxException();
        }
        while (isLiteral(body.peek())) {
            body.next();
        }
    }

    private static boolean isLiteral(int next) {
        return next >= '0' && next <= '9'
                || next >= 'a' && next <= 'z'
                || next >= 'A' && next <= 'Z'
                || next == '-'
                || next == '+'
                || next == '.';
    }

    private void expect(char expected) throws SyntaxException {
        if (body.peek() != expected) {
            throw new SyntaxException();
        }
        body.next();
    }
}
