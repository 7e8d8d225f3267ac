package dev.bobbin.transfer.body;

/** A place between two bytes of a body, and the line of the byte that follows. */
public record Place(long position, long line) {}
