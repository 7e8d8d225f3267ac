package dev.bobbin.security;

import dev.bobbin.web.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/** A key and the setting it stands in. Only the SHA-256 digest of the key is kept. */
record ApiKey(String setting, byte[] digest) {

    private static final String DIGEST_PREFIX = "sha256:";

    /** Reads a key of the configuration. A wrong one is reported without the key. */
    static ApiKey of(String setting, String key) {
        if (key.isBlank()) {
            throw new InvalidApiKeyException(setting, "it is empty.");
        }
        if (!key.strip().matches("[!-~]+")) {
            throw new InvalidApiKeyException(setting, "it has other characters than visible ones of ASCII.");
        }
        return new ApiKey(
                setting,
                key.startsWith(DIGEST_PREFIX)
                        ? parseDigest(setting, key.substring(DIGEST_PREFIX.length()))
                        : digest(key.strip()));
    }

    /** Takes the same time whatever the digests have in common. */
    boolean matches(byte[] otherDigest) {
        return MessageDigest.isEqual(digest, otherDigest);
    }

    static byte[] digest(String key) {
        return Sha256.digest(key.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] parseDigest(String setting, String hex) {
        if (!hex.strip().matches("[0-9a-fA-F]{64}")) {
            throw new InvalidApiKeyException(setting, "a digest is 'sha256:' and 64 hexadecimal digits.");
        }
        return HexFormat.of().parseHex(hex.strip());
    }
}
