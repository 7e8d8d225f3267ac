package dev.bobbin.thread;

/** The thread that a path names. */
record ThreadKey(String id) {}
