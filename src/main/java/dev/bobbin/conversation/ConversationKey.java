package dev.bobbin.conversation;

/** The conversation that a path names. */
record ConversationKey(String id) {}
