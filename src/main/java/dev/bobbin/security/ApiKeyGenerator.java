package dev.bobbin.security;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** A key that nobody has yet, for a project or an operator. */
public record ApiKeyGenerator(String key) {

    /** 256 bits of chance. */
    private static final int BYTES = 32;

    public static ApiKeyGenerator make() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new ApiKeyGenerator(
                "sk-" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** The key, for the client, and its digest, for the server. */
    @Override
    public String toString() {
        return "key:    " + key + "\ndigest: sha256:" + HexFormat.of().formatHex(ApiKey.digest(key));
    }
}
