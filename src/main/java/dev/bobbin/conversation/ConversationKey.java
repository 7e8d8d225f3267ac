package dev.bobbin.conversation;

/** The conversation that a path names. */
public record ConversationKey(String id) {}
