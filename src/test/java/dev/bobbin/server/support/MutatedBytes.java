package dev.bobbin.server.support;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Bytes that have been damaged in one place. */
final class MutatedBytes {

    /** A byte order mark, bytes that are not UTF-8 or only nearly so, and what lines and JSON are made of. */
    private static final List<byte[]> BYTES = List.of(
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
        int at = random.nextInt(bytes.length + 1);
        int end = Math.min(bytes.length, at + 1 + random.nextInt(30));
        byte[] start = Arrays.copyOf(bytes, at);
        byte[] middle = Arrays.copyOfRange(bytes, at, end);
        byte[] rest = Arrays.copyOfRange(bytes, end, bytes.length);
        return switch (random.nextInt(5)) {
            case 0 -> start;
            case 1 -> joined(start, rest);
            case 2 -> joined(start, middle, middle, rest);
            case 3 -> joined(start, flipped(middle), rest);
            default -> joined(start, BYTES.get(random.nextInt(BYTES.size())), middle, rest);
        };
    }

    private byte[] flipped(byte[] bytes) {
        if (bytes.length > 0) {
            bytes[0] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }
}
