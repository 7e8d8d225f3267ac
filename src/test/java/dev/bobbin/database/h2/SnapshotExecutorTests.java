package dev.bobbin.database.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class SnapshotExecutorTests {

    private final AtomicBoolean closesAfterFailure = new AtomicBoolean();
    private final SnapshotExecutor executor = new SnapshotExecutor(closesAfterFailure::get);
    private final List<String> executed = new ArrayList<>();

    private void execute(String task) {
        executed.add(task);
    }

    @Test
    void executesTasksInTheSubmittingThread() throws Exception {
        Future<?> task = executor.submit(() -> execute(Thread.currentThread().getName()));

        task.get();

        assertThat(executed).containsExactly(Thread.currentThread().getName());
    }

    @Test
    void executesDeferredTasksInTheirOrder() {
        executor.defer();
        executor.submit(() -> execute("first"));
        executor.submit(() -> execute("second"));
        assertThat(executed).isEmpty();

        executor.executeDeferred();

        assertThat(executed).containsExactly("first", "second");
    }

    @Test
    void executesTasksOfADeferredTask() {
        Runnable outer = () -> executor.submit(() -> execute("inner"));
        executor.defer();
        executor.submit(outer);

        executor.executeDeferred();

        assertThat(executed).containsExactly("inner");
    }

    @Test
    void reportsFailures() {
        Runnable failing = () -> {
            throw new IllegalArgumentException();
        };
        assertThatThrownBy(executor.submit(failing)::get).hasCauseInstanceOf(IllegalArgumentException.class);
        executor.defer();
        executor.submit(failing);

        assertThatThrownBy(executor::executeDeferred).isInstanceOf(IllegalArgumentException.class);
    }

    /** A wait in the thread that executes the task would never end. */
    @Test
    void doesNotWaitForADeferredTask() {
        executor.defer();

        assertThatThrownBy(executor.submit(() -> {})::get).isInstanceOf(ExecutionException.class);
    }

    @Test
    void rejectsTasksWhileH2ClosesTheFileAfterAFailure() {
        closesAfterFailure.set(true);

        assertThatThrownBy(() -> executor.submit(() -> execute("snapshot"))).isInstanceOf(IllegalStateException.class);
        assertThat(executed).isEmpty();
    }

    @Test
    void endsAtOnce() throws Exception {
        executor.submit(() -> {});
        executor.shutdown();

        assertThat(executor.awaitTermination(0, TimeUnit.SECONDS)).isTrue();
    }
}
