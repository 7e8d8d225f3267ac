package dev.bobbin.transfer;

/** What an import has written of an owner. */
final class Written {

    boolean owner;
    long entries;
}
