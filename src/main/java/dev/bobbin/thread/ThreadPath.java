package dev.bobbin.thread;

/** The id in the path of a thread or of its messages. */
record ThreadPath(String threadId) {}
