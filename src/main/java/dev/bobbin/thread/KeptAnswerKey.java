package dev.bobbin.thread;

/** A key names a creation within a project and a call; the call is known by its path without the prefix. */
record KeptAnswerKey(String path, String project, String idempotencyKey) {}
