package dev.bobbin.security;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The API keys of all projects and of the operator, parsed from one configuration. */
final class ApiKeySet {

    private final Map<Project, List<ApiKey>> projectKeys = new LinkedHashMap<>();
    private final List<ApiKey> adminKeys;

    ApiKeySet(SecurityProperties properties) {
        new TreeMap<>(properties.apiKeys())
                .forEach((name, keys) -> projectKeys.put(new Project(name), parseProject(name, keys)));
        this.adminKeys = parse("bobbin.admin-keys", properties.adminKeys());
        rejectSharedKeys();
    }

    /** Whether no project has a key. Then the server accepts requests without a key. */
    boolean isEmpty() {
        return projectKeys.isEmpty();
    }

    /** Finds the project of a key. Compares all keys, so that the duration does not reveal which one matches. */
    Optional<Project> projectOf(String key) {
        byte[] digest = ApiKey.digest(key);
        Optional<Project> owner = Optional.empty();
        for (Map.Entry<Project, List<ApiKey>> candidate : projectKeys.entrySet()) {
            if (containsDigest(candidate.getValue(), digest)) {
                owner = Optional.of(candidate.getKey());
            }
        }
        return owner;
    }

    /** Whether this is one of the operator's keys. No project has such a key. */
    boolean isAdmin(String key) {
        return containsDigest(adminKeys, ApiKey.digest(key));
    }

    /** The projects that have keys; only the project {@code default} if no project has one. */
    Set<Project> projects() {
        return projectKeys.isEmpty() ? Set.of(Project.DEFAULT) : projectKeys.keySet();
    }

    /** The project {@code default} if it has a key or no project has one; otherwise the first project by name. */
    Project defaultProject() {
        return projectKeys.isEmpty() || projectKeys.containsKey(Project.DEFAULT)
                ? Project.DEFAULT
                : projectKeys.keySet().iterator().next();
    }

    private static boolean containsDigest(List<ApiKey> keys, byte[] digest) {
        return keys.stream().filter(key -> key.matches(digest)).count() > 0;
    }

    private static List<ApiKey> parseProject(String name, List<String> keys) {
        String setting = "bobbin.api-keys." + name;
        if (keys.isEmpty()) {
            throw new InvalidApiKeyException(setting, "it contains no key.");
        }
        return parse(setting, keys);
    }

    private static List<ApiKey> parse(String setting, List<String> keys) {
        return keys.stream().map(key -> ApiKey.of(setting, key)).toList();
    }

    private void rejectSharedKeys() {
        List<ApiKey> keys = Stream.concat(projectKeys.values().stream().flatMap(List::stream), adminKeys.stream())
                .toList();
        for (ApiKey key : keys) {
            for (ApiKey other : keys) {
                if (key.matches(other.digest()) && !key.setting().equals(other.setting())) {
                    throw new InvalidApiKeyException(other.setting(), key.setting() + " contains the same key.");
                }
            }
        }
    }
}
