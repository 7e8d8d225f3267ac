package dev.bobbin.idempotency;

/**
 * A client's key is valid within a project and an endpoint.
 *
 * @param path the endpoint's path without the prefix, such as {@code /threads/thread_abc/messages}
 */
record IdempotencyRecordKey(String path, String project, String idempotencyKey) {}
