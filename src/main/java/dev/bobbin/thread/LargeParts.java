package dev.bobbin.thread;

import dev.bobbin.api.JsonText;

/** What a {@link MessageRow} leaves out of a large message. */
record LargeParts(String id, JsonText content, JsonText attachments) {}
