package dev.bobbin.server.process;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** A text with characters that need escapes or several bytes. */
final class RandomText {

    private static final List<String> PIECES =
            List.of("a", "é", "☃", "🧵", "\\n", "\\\"", "\\\\", "\\u0001", "/", "\\u2028", "' -- ");

    private RandomText() {}

    /** Returns the inside of a JSON string. */
    static String of(Random random) {
        return random.ints(1 + random.nextInt(12), 0, PIECES.size())
                .mapToObj(PIECES::get)
                .collect(Collectors.joining());
    }
}
