package dev.bobbin.idempotency;

/** The positions of the objects that one request has created in a sequence, both included. */
public record CoveredPositions(long first, long last) {}
