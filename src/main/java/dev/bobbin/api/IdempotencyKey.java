package dev.bobbin.api;

/**
 * What a client marks a creation with so that it can be repeated safely.
 *
 * @param value the client's own name for the creation
 * @param requestDigest the SHA-256 digest of the request's body, in hexadecimal digits
 */
public record IdempotencyKey(String value, String requestDigest) {}
