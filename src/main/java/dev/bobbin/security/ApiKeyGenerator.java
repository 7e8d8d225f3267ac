package dev.bobbin.security;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Generates API keys for projects and operators. */
public final class ApiKeyGenerator {

    private static final int RANDOM_BYTES = 32;

    private ApiKeyGenerator() {}

    /** Returns two lines of text: a new key, for the client, and the key's digest, for the server's settings. */
    public static String generate() {
        byte[] bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        String key = "sk-" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return "key:    " + key + "\ndigest: sha256:" + HexFormat.of().formatHex(ApiKey.digest(key));
    }
}
