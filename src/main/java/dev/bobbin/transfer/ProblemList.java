package dev.bobbin.transfer;

import dev.bobbin.transfer.ImportReport.Problem;
import dev.bobbin.transfer.body.Place;
import dev.bobbin.web.error.ApiException;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The first problems of an owner in the order of the body, whatever the order in which they are found. */
final class ProblemList {

    /** @param position where the element begins that has the problem. Several elements can share a line. */
    private record Found(long position, Problem problem) {}

    private static final Comparator<Found> BY_POSITION = Comparator.comparingLong(Found::position);

    private final PriorityQueue<Found> latestFirst = new PriorityQueue<>(BY_POSITION.reversed());
    private long omitted;

    void add(Place begin, ApiException error) {
        latestFirst.add(new Found(begin.position(), Problem.of(begin.line(), error)));
        if (latestFirst.size() > ImportReport.MAX_PROBLEMS) {
            latestFirst.remove();
            omitted++;
        }
    }

    boolean isEmpty() {
        return latestFirst.isEmpty();
    }

    List<Problem> inOrder() {
        return latestFirst.stream().sorted(BY_POSITION).map(Found::problem).toList();
    }

    long omitted() {
        return omitted;
    }
}
