package dev.bobbin.security;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The keys of all projects, and the operator's, as they stand in one configuration. */
final class ApiKeySet {

    private final Map<Project, List<ApiKey>> projectKeys = new LinkedHashMap<>();
    private final List<ApiKey> adminKeys;

    ApiKeySet(SecurityProperties properties) {
        new TreeMap<>(properties.apiKeys())
                .forEach((name, keys) -> projectKeys.put(new Project(name), readOfProject(name, keys)));
        this.adminKeys = read("bobbin.admin-keys", properties.adminKeys());
        requireOneOwnerEach();
    }

    /** Whether requests are taken without a key. */
    boolean isEmpty() {
        return projectKeys.isEmpty();
    }

    /** Compares with every key, so that the time taken does not tell which one nearly matched. */
    Optional<Project> projectOf(String key) {
        byte[] digest = ApiKey.digest(key);
        Optional<Project> owner = Optional.empty();
        for (Map.Entry<Project, List<ApiKey>> candidate : projectKeys.entrySet()) {
            if (isAmong(candidate.getValue(), digest)) {
                owner = Optional.of(candidate.getKey());
            }
        }
        return owner;
    }

    /** Whether the key opens what belongs to the operator. It is no project's then. */
    boolean isAdmin(String key) {
        return isAmong(adminKeys, ApiKey.digest(key));
    }

    /** The project {@code default} if it is served, else the first by name. */
    Project firstProject() {
        return projectKeys.isEmpty() || projectKeys.containsKey(Project.DEFAULT)
                ? Project.DEFAULT
                : projectKeys.keySet().iterator().next();
    }

    private static boolean isAmong(List<ApiKey> keys, byte[] digest) {
        return keys.stream().filter(key -> key.matches(digest)).count() > 0;
    }

    private static List<ApiKey> readOfProject(String name, List<String> keys) {
        String setting = "bobbin.api-keys." + name;
        if (keys.isEmpty()) {
            throw new InvalidApiKeyException(setting, "it is empty.");
        }
        return read(setting, keys);
    }

    private static List<ApiKey> read(String setting, List<String> keys) {
        return keys.stream().map(key -> ApiKey.of(setting, key)).toList();
    }

    private void requireOneOwnerEach() {
        List<ApiKey> keys = Stream.concat(projectKeys.values().stream().flatMap(List::stream), adminKeys.stream())
                .toList();
        for (ApiKey key : keys) {
            for (ApiKey other : keys) {
                if (key.matches(other.digest()) && !key.setting().equals(other.setting())) {
                    throw new InvalidApiKeyException(other.setting(), key.setting() + " has the same key.");
                }
            }
        }
    }
}
