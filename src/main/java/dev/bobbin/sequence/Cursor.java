package dev.bobbin.sequence;

/** The position of an element in its sequence. A deleted element still has one: its tombstone. */
public record Cursor(String id, long position) {}
