package dev.bobbin.sequence;

/** One kind of sequence, such as the messages of threads. */
public record Sequence<T extends SequenceElement>(
        SequenceTables tables, SequenceColumns<T> columns, SequenceErrors errors) {}
