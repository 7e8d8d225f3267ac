package dev.bobbin.thread;

/** How much there is of a message, in bytes. */
record MessageSize(long position, long size) {}
