package dev.bobbin.retention;

import static java.util.stream.Collectors.joining;

import dev.bobbin.security.Project;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Settings of the retention.
 *
 * @param retention How long the server keeps the inactive threads and conversations of each project, by project name.
 *     By default, the server deletes none.
 * @param retentionUnderADay Whether a retention may be shorter than a day.
 * @param retentionDryRun Whether the server only logs what it would delete.
 */
@ConfigurationProperties("bobbin")
record RetentionProperties(
        @DefaultValue Map<String, Duration> retention,
        @DefaultValue("false") boolean retentionUnderADay,
        @DefaultValue("false") boolean retentionDryRun) {

    private static final Duration DAY = Duration.ofDays(1);

    /** Checks the values after binding: Spring Boot would report an exception during binding by its class name. */
    RetentionProperties check(Set<Project> projects) {
        retention.forEach((project, duration) -> {
            if (!projects.contains(new Project(project))) {
                throw invalid(project, "There is no such project, only " + names(projects) + ".");
            }
            if (duration.isZero() || duration.isNegative()) {
                throw invalid(project, "It must be positive. Remove it to delete nothing.");
            }
            if (duration.compareTo(DAY) < 0 && !retentionUnderADay) {
                throw invalid(project, "It is under a day. If you mean it, set bobbin.retention-under-a-day=true.");
            }
        });
        return this;
    }

    private static String names(Set<Project> projects) {
        return projects.stream().map(Project::name).sorted().collect(joining(", "));
    }

    private InvalidConfigurationPropertyValueException invalid(String project, String reason) {
        return new InvalidConfigurationPropertyValueException(
                "bobbin.retention." + project, retention.get(project), reason);
    }
}
