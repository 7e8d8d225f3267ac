package dev.bobbin.conversation;

/** An item's identity is its path: the same id in another conversation is another item. */
record ItemKey(String conversationId, String id) {}
