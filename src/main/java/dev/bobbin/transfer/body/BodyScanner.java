package dev.bobbin.transfer.body;

import dev.bobbin.transfer.body.JsonStructure.SyntaxException;
import dev.bobbin.web.error.ApiException;
import dev.bobbin.web.error.InvalidInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Splits the body of an import into its elements without holding any of them: top-level values, and the elements of
 * those values that are list pages. After a syntax error, it continues at the next line.
 */
public final class BodyScanner {

    /** Receives the elements and the errors in the order of the body. */
    public interface Target {

        void element(Element element);

        void unreadable(Place begin, ApiException error);
    }

    /**
     * A range of bytes.
     *
     * @param line the line on which the element begins, from 1
     * @param index the index in the data of a list page; -1 if the element is a top-level value
     */
    public record Element(long line, int index, long begin, long end) {

        public Place place() {
            return new Place(begin, line);
        }

        public String path() {
            return index < 0 ? "" : "data[" + index + "]";
        }

        public long bytes() {
            return end - begin;
        }
    }

    private static final int ELEMENTS_OF_A_PAGE = 100;
    public static final int MEMBERS_OF_A_PAGE = 20;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final FileChannel file;
    private final BodyReader body;
    private final JsonStructure json;
    private final long maxBytes;
    private final Target target;

    /** @param maxBytes the size of the largest element. A page can have 100 times that. */
    public BodyScanner(FileChannel file, long maxBytes, Target target) {
        this.file = file;
        this.body = new BodyReader(file);
        this.json = new JsonStructure(body);
        this.maxBytes = maxBytes;
        this.target = target;
    }

    /** @throws ApiException with 413 if an element or a page is too large */
    public void scan() throws IOException {
        skipByteOrderMark();
        body.skipSpace();
        while (body.peek() >= 0) {
            Place begin = body.place();
            try {
                scanValue(begin);
            } catch (SyntaxException e) {
                continueAtNextLine(begin);
            }
            body.skipSpace();
        }
    }

    private void skipByteOrderMark() throws IOException {
        ByteBuffer first = ByteBuffer.allocate(BYTE_ORDER_MARK.length);
        file.read(first, 0);
        if (first.flip().equals(ByteBuffer.wrap(BYTE_ORDER_MARK))) {
            body.moveTo(new Place(BYTE_ORDER_MARK.length, 1));
        }
    }

    /** What the members of a top-level object say about it. */
    private static final class Members {

        private final Set<String> names = new HashSet<>();
        private boolean isList;
        private boolean isUnusual;
        private @Nullable Place data;
    }

    private void scanValue(Place begin) throws SyntaxException {
        if (body.peek() != '{') {
            json.skipValue();
            send(-1, begin);
            return;
        }
        Members members = new Members();
        json.readObject(name -> {
            // An unusual object keeps no further names, since it can have millions of them.
            members.isUnusual = members.isUnusual
                    || name.contains("\\")
                    || !members.names.add(name)
                    || members.names.size() > MEMBERS_OF_A_PAGE;
            if (name.equals("object") && body.peek() == '"') {
                members.isList = json.readString().equals("list");
            } else {
                members.data = name.equals("data") && body.peek() == '[' ? body.place() : members.data;
                json.skipValue();
            }
        });
        // The parser, which reads every other value, reports a repeated name.
        if (members.isList && members.data != null && !members.isUnusual) {
            requireSize(begin, ELEMENTS_OF_A_PAGE * maxBytes);
            Place end = body.place();
            body.moveTo(members.data);
            scanPage();
            body.moveTo(end);
        } else {
            send(-1, begin);
        }
    }

    private void scanPage() throws SyntaxException {
        int[] index = {0};
        json.readArray(() -> {
            Place begin = body.place();
            json.skipValue();
            send(index[0], begin);
            index[0]++;
        });
    }

    /** Passes on the element that ends here. */
    private void send(int index, Place begin) {
        requireSize(begin, maxBytes);
        target.element(new Element(begin.line(), index, begin.position(), body.position()));
    }

    private void requireSize(Place begin, long max) {
        if (body.position() - begin.position() > max) {
            throw ApiException.tooLarge(
                    null, "The value on line " + begin.line() + " is too large. Expected at most " + max + " bytes.");
        }
    }

    /**
     * Reports the value as unreadable. An error at the beginning of a later line shows that the value was cut off, so
     * reading continues with that line.
     */
    private void continueAtNextLine(Place begin) {
        target.unreadable(begin, InvalidInput.notJson());
        if (body.isAtBeginOfLine() && body.place().line() > begin.line()) {
            body.moveToBeginOfLine();
        } else {
            body.moveToNextLine();
        }
    }

    /** The bytes of an element. */
    public static byte[] read(FileChannel file, Element element) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(element.bytes()));
        try {
            while (bytes.hasRemaining() && file.read(bytes, element.begin() + bytes.position()) >= 0) {
                // Continues until all bytes are read.
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.array();
    }
}
