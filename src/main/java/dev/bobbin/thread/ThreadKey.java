package dev.bobbin.thread;

/** The thread that a path names. */
public record ThreadKey(String id) {}
