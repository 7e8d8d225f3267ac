package dev.bobbin.security;

import dev.bobbin.web.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/** The SHA-256 digest of an API key, and the setting that contains the key. The key itself is not stored. */
record ApiKey(String setting, byte[] digest) {

    private static final String DIGEST_PREFIX = "sha256:";

    /** Parses a key of the configuration. The error for an invalid key does not contain the key. */
    static ApiKey of(String setting, String key) {
        if (key.isBlank()) {
            throw new InvalidApiKeyException(setting, "a key is empty.");
        }
        if (!key.strip().matches("[!-~]+")) {
            throw new InvalidApiKeyException(setting, "a key must consist of visible ASCII characters.");
        }
        return new ApiKey(
                setting,
                key.startsWith(DIGEST_PREFIX)
                        ? parseDigest(setting, key.substring(DIGEST_PREFIX.length()))
                        : digest(key.strip()));
    }

    /** Compares in constant time, so that the duration reveals nothing about the digest. */
    boolean matches(byte[] otherDigest) {
        return MessageDigest.isEqual(digest, otherDigest);
    }

    static byte[] digest(String key) {
        return Sha256.digest(key.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] parseDigest(String setting, String hex) {
        if (!hex.strip().matches("[0-9a-fA-F]{64}")) {
            throw new InvalidApiKeyException(setting, "a digest must be 'sha256:' followed by 64 hexadecimal digits.");
        }
        return HexFormat.of().parseHex(hex.strip());
    }
}
