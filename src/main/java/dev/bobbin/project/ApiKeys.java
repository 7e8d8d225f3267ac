package dev.bobbin.project;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** The keys of all projects. A server without any serves the project {@code default} to whoever can reach it. */
@Component
@EnableConfigurationProperties(ProjectProperties.class)
public class ApiKeys {

    private final List<ApiKey> keys;

    ApiKeys(ProjectProperties properties) {
        this.keys = new TreeMap<>(properties.apiKeys())
                .entrySet().stream().flatMap(ApiKeys::read).toList();
        requireOneProjectEach();
    }

    /** Whether requests are taken without a key. */
    boolean isEmpty() {
        return keys.isEmpty();
    }

    /** Compares with every key, so that the time taken does not tell which one nearly matched. */
    Optional<Project> projectOf(String key) {
        byte[] digest = ApiKey.digest(key);
        Optional<Project> owner = Optional.empty();
        for (ApiKey candidate : keys) {
            if (candidate.matches(digest)) {
                owner = Optional.of(candidate.project());
            }
        }
        return owner;
    }

    /** The project {@code default} if it is served, else the first by name. */
    public Project firstProject() {
        List<Project> projects = keys.stream().map(ApiKey::project).toList();
        return projects.isEmpty() || projects.contains(Project.DEFAULT) ? Project.DEFAULT : projects.get(0);
    }

    private static Stream<ApiKey> read(Map.Entry<String, List<String>> entry) {
        if (entry.getValue().isEmpty()) {
            throw new InvalidApiKeyException(entry.getKey(), "it is empty.");
        }
        return entry.getValue().stream().map(key -> ApiKey.of(entry.getKey(), key));
    }

    private void requireOneProjectEach() {
        for (ApiKey key : keys) {
            for (ApiKey other : keys) {
                if (key.matches(other.digest()) && !key.project().equals(other.project())) {
                    throw new InvalidApiKeyException(
                            other.project().name(),
                            "the project '" + key.project().name() + "' has the same key.");
                }
            }
        }
    }
}
