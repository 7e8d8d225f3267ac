package bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs the groups named in the arguments. Without arguments, runs every group except two. */
final class Bench {

    private static final List<String> ONLY_IF_NAMED = List.of("large", "redis");

    private Bench() {}

    public static void main(String[] names) throws Exception {
        Map<String, Group> groups = groups();
        List<String> chosen = new ArrayList<>(names.length == 0 ? groups.keySet() : List.of(names));
        if (names.length == 0) {
            chosen.removeAll(ONLY_IF_NAMED);
        }
        if (!groups.keySet().containsAll(chosen)) {
            System.err.println("Unknown group. The groups are: " + String.join(", ", groups.keySet()));
            System.exit(2);
        }
        Locale.setDefault(Locale.ROOT);
        Settings settings = Settings.fromEnvironment();
        Machine.describe(settings);
        for (String name : chosen) {
            groups.get(name).measure(settings);
        }
    }

    private static Map<String, Group> groups() {
        Map<String, Group> groups = new LinkedHashMap<>();
        groups.put("http", new ReadGroup());
        groups.put("h2", CreateGroup.onH2(CreateGroup.CONVERSATIONS));
        groups.put("threads", CreateGroup.onH2(CreateGroup.MANY_CONVERSATIONS));
        groups.put("postgres", CreateGroup.onPostgres());
        groups.put("items", new ItemGroup());
        groups.put("pages", new PagesGroup());
        groups.put("file", new FileGroup());
        groups.put("start", new StartGroup());
        groups.put("memory", new MemoryGroup());
        groups.put("warmup", new WarmupGroup());
        groups.put("large", new LargeGroup());
        groups.put("redis", new RedisGroup());
        return groups;
    }
}
