package dev.bobbin.thread;

/** The ids in the path of a message. */
record MessagePath(String threadId, String messageId) {}
