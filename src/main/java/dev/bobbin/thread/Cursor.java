package dev.bobbin.thread;

/** The position of a message that is, or was before its deletion, in a thread. */
record Cursor(String id, long position) {}
