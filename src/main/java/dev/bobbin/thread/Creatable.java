package dev.bobbin.thread;

/** What a client can create: a message in a thread, or a thread, which then is both. */
interface Creatable {

    String id();

    String threadId();
}
