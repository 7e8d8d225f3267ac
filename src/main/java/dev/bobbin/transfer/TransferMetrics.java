package dev.bobbin.transfer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** Counts the objects that clients import and export. */
@Component
class TransferMetrics {

    /** Counts the objects of one kind by the result of their import. */
    private static final class Imports {

        private final Counter created;
        private final Counter skipped;
        private final Counter refused;

        Imports(MeterRegistry meters, String object) {
            created = counter(meters, object, "created");
            skipped = counter(meters, object, "skipped");
            refused = counter(meters, object, "refused");
        }

        private static Counter counter(MeterRegistry meters, String object, String result) {
            return Counter.builder("bobbin.import.objects")
                    .description("Threads and messages in the bodies of imports")
                    .tag("object", object)
                    .tag("result", result)
                    .register(meters);
        }

        void count(ImportReport.Counts counts) {
            created.increment(counts.created);
            skipped.increment(counts.skipped);
            refused.increment(counts.refused);
        }
    }

    private final Imports threads;
    private final Imports messages;
    private final Counter exportedThreads;
    private final Counter exportedMessages;

    TransferMetrics(MeterRegistry meters) {
        threads = new Imports(meters, "thread");
        messages = new Imports(meters, "message");
        exportedThreads = exports(meters, "thread");
        exportedMessages = exports(meters, "message");
    }

    private static Counter exports(MeterRegistry meters, String object) {
        return Counter.builder("bobbin.export.objects")
                .description("Threads and messages that exports have sent")
                .tag("object", object)
                .register(meters);
    }

    void imported(ImportReport report) {
        threads.count(report.threads);
        messages.count(report.messages);
    }

    void threadExported() {
        exportedThreads.increment();
    }

    void messageExported() {
        exportedMessages.increment();
    }
}
