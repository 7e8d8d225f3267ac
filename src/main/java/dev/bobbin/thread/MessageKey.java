package dev.bobbin.thread;

/** A message's identity is its path: it cannot be reached through another thread. */
record MessageKey(String threadId, String id) {}
