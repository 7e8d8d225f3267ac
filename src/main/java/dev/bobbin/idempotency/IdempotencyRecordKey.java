package dev.bobbin.idempotency;

/**
 * The primary key of an idempotency record. A client's key applies to one endpoint of one project.
 *
 * @param path the endpoint's path without the prefix, such as {@code /threads/thread_abc/messages}
 */
record IdempotencyRecordKey(String path, String project, String idempotencyKey) {}
