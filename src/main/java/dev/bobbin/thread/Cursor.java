package dev.bobbin.thread;

/** The position of a message in its thread. A deleted message still has one: see {@link MessageTombstone}. */
record Cursor(String id, long position) {}
