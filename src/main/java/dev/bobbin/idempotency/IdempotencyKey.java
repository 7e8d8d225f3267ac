package dev.bobbin.idempotency;

/**
 * The key with which a client marks a creation, so that it can retry safely.
 *
 * @param value the client's own name for the creation, 1 to 255 characters
 * @param requestDigest the SHA-256 digest of the request's body, 64 hexadecimal digits
 */
public record IdempotencyKey(String value, String requestDigest) {}
