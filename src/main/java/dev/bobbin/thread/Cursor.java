package dev.bobbin.thread;

/** Where a message is, or was before it was deleted. */
record Cursor(String id, long position) {}
