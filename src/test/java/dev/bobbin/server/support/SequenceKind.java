package dev.bobbin.server.support;

/** The kinds of sequences: the messages of a thread and the items of a conversation. The same tests run on both. */
public enum SequenceKind {
    MESSAGES(
            "threads",
            "messages",
            "messages",
            "thread_id",
            "deleted_messages",
            "abandoned_threads",
            "insert into messages values (?, ?, ?, 'user', 1, ?, '[]', '{}')",
            "[{\"type\":\"text\",\"text\":{\"value\":\"%s\",\"annotations\":[]}}]",
            "No thread found with id '%s'."),
    ITEMS(
            "conversations",
            "items",
            "conversation_items",
            "conversation_id",
            "conversation_item_tombstones",
            "pending_conversation_deletions",
            "insert into conversation_items values (?, ?, ?, 'message', ?)",
            "{\"id\":\"msg_stored\",\"type\":\"message\",\"status\":\"completed\","
                    + "\"content\":[{\"type\":\"input_text\",\"text\":\"%s\"}],\"role\":\"user\"}",
            "Conversation with id '%s' not found.");

    private final String owners;
    private final String elements;
    private final String table;
    private final String ownerColumn;
    private final String tombstones;
    private final String pendingDeletions;
    private final String insertion;
    private final String storedText;
    private final String ownerNotFound;

    SequenceKind(
            String owners,
            String elements,
            String table,
            String ownerColumn,
            String tombstones,
            String pendingDeletions,
            String insertion,
            String storedText,
            String ownerNotFound) {
        this.owners = owners;
        this.elements = elements;
        this.table = table;
        this.ownerColumn = ownerColumn;
        this.tombstones = tombstones;
        this.pendingDeletions = pendingDeletions;
        this.insertion = insertion;
        this.storedText = storedText;
        this.ownerNotFound = ownerNotFound;
    }

    /** The table of the threads or conversations, which is also their name in paths. */
    public String owners() {
        return owners;
    }

    /** The name of the elements in paths and reports. */
    public String elements() {
        return elements;
    }

    /** The table of the elements. */
    public String table() {
        return table;
    }

    /** The column of the owner's id, in the tables of the elements and tombstones. */
    public String ownerColumn() {
        return ownerColumn;
    }

    /** The table of the deleted elements. */
    public String tombstones() {
        return tombstones;
    }

    /** The table of the large owners whose elements are not all deleted yet. */
    public String pendingDeletions() {
        return pendingDeletions;
    }

    /** An SQL statement that inserts an element. Its parameters are the owner, the id, the position and the content. */
    public String insertion() {
        return insertion;
    }

    /** Returns the content of a stored user message. */
    public String storedText(String text) {
        return storedText.formatted(text);
    }

    /** Returns the error message for an unknown owner. */
    public String ownerNotFound(String ownerId) {
        return ownerNotFound.formatted(ownerId);
    }
}
