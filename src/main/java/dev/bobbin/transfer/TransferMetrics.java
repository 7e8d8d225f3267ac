package dev.bobbin.transfer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Counts the objects that clients import and export. */
@Component
public class TransferMetrics {

    private final MeterRegistry meters;

    /** Registers all counters, so that they exist before the first import and export. */
    TransferMetrics(MeterRegistry meters, List<TransferKind> kinds) {
        this.meters = meters;
        kinds.stream()
                .map(TransferKind::names)
                .flatMap(names -> Stream.of(names.owner(), names.entry()))
                .forEach(object -> {
                    count(object, new ImportReport.Counts());
                    exports(object);
                });
    }

    void imported(ImportReport report) {
        count(report.names().owner(), report.owners);
        count(report.names().entry(), report.entries);
    }

    private void count(String object, ImportReport.Counts counts) {
        imports(object, "created").increment(counts.created);
        imports(object, "skipped").increment(counts.skipped);
        imports(object, "refused").increment(counts.refused);
    }

    private Counter imports(String object, String result) {
        return Counter.builder("bobbin.import.objects")
                .description("Objects in the bodies of imports")
                .tag("object", object)
                .tag("result", result)
                .register(meters);
    }

    /** Counts the exported objects of one kind. */
    Counter exports(String object) {
        return Counter.builder("bobbin.export.objects")
                .description("Objects that exports have sent")
                .tag("object", object)
                .register(meters);
    }
}
