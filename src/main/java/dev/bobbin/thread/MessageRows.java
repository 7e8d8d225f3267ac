package dev.bobbin.thread;

import java.util.List;

/** What a page shows, and whether more follow in the direction of travel. */
record MessageRows(List<MessageRow> shown, boolean hasMore) {}
