package dev.bobbin.thread;

import dev.bobbin.api.JsonAnswer;

/** What a client can create: a message in a thread, or a thread, which then is both. */
interface Creatable extends JsonAnswer {

    String id();

    String threadId();
}
