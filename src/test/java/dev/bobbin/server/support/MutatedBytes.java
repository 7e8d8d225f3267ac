package dev.bobbin.server.support;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Damages bytes at one position. */
final class MutatedBytes {

    /** Byte order marks, malformed UTF-8, control characters, line ends and the delimiters of JSON. */
    private static final List<byte[]> INSERTIONS = List.of(
                    "efbbbf",
                    "fffe",
                    "c080",
                    "eda080",
                    "f4908080",
                    "80",
                    "00",
                    "09",
                    "20",
                    "0a",
                    "0d0a",
                    "0d0a0d0a",
                    "22",
                    "5c",
                    "7b",
                    "5d",
                    "00".repeat(500))
            .stream()
            .map(HexFormat.of()::parseHex)
            .toList();

    private final Random random;

    MutatedBytes(Random random) {
        this.random = random;
    }

    byte[] of(byte[] bytes) {
        int start = random.nextInt(bytes.length + 1);
        int end = Math.min(bytes.length, start + 1 + random.nextInt(30));
        byte[] prefix = Arrays.copyOf(bytes, start);
        byte[] middle = Arrays.copyOfRange(bytes, start, end);
        byte[] suffix = Arrays.copyOfRange(bytes, end, bytes.length);
        return switch (random.nextInt(5)) {
            case 0 -> prefix;
            case 1 -> concat(prefix, suffix);
            case 2 -> concat(prefix, middle, middle, suffix);
            case 3 -> concat(prefix, flipBit(middle), suffix);
            default -> concat(prefix, INSERTIONS.get(random.nextInt(INSERTIONS.size())), middle, suffix);
        };
    }

    private byte[] flipBit(byte[] bytes) {
        if (bytes.length > 0) {
            bytes[0] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }
}
