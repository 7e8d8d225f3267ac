package bench;

import java.util.Collections;
import java.util.List;

/** A Markdown table that prints each row as soon as its values are known. */
final class Table {

    private Table() {}

    static Table titled(String title, String... columns) {
        System.out.println("\n## " + title + "\n");
        print(List.of(columns));
        print(Collections.nCopies(columns.length, "---"));
        return new Table();
    }

    void row(String... cells) {
        print(List.of(cells));
    }

    void row(String name, List<String> cells) {
        System.out.println("| " + name + " | " + String.join(" | ", cells) + " |");
    }

    private static void print(List<String> cells) {
        System.out.println("| " + String.join(" | ", cells) + " |");
    }
}
