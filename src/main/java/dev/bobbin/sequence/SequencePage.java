package dev.bobbin.sequence;

import java.util.List;

/** The rows of a page in the order of the response, and whether more follow in the direction of the query. */
record SequencePage<T>(List<SequenceRow<T>> rows, boolean hasMore) {}
