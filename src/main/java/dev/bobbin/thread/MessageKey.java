package dev.bobbin.thread;

/** Identity is the path: a message cannot be reached through another thread. */
record MessageKey(String threadId, String id) {}
