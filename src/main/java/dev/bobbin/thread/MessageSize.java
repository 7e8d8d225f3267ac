package dev.bobbin.thread;

/**
 * The size of a message.
 *
 * @param size bytes of content, attachments and metadata
 */
record MessageSize(long position, long size) {}
