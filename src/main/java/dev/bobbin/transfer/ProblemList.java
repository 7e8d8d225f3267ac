package dev.bobbin.transfer;

import dev.bobbin.transfer.ImportReport.Problem;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The first problems of a thread in the order of their lines, whatever the order in which they are found. */
final class ProblemList {

    private final PriorityQueue<Problem> latestFirst =
            new PriorityQueue<>(Comparator.comparingLong(Problem::line).reversed());
    private long omitted;

    void add(Problem problem) {
        latestFirst.add(problem);
        if (latestFirst.size() > ImportReport.MAX_PROBLEMS) {
            latestFirst.remove();
            omitted++;
        }
    }

    boolean isEmpty() {
        return latestFirst.isEmpty();
    }

    List<Problem> inOrder() {
        return latestFirst.stream()
                .sorted(Comparator.comparingLong(Problem::line))
                .toList();
    }

    long omitted() {
        return omitted;
    }
}
