package dev.bobbin.transfer;

/** What an import has written of a thread. */
final class Written {

    boolean thread;
    long messages;
}
