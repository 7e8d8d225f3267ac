package dev.bobbin.database.backup;

import java.io.IOException;
import java.nio.file.Path;
import org.springframework.core.env.Environment;

/** Something that the jar does with a file, other than to serve. */
@FunctionalInterface
public interface FileCommand {

    /**
     * Returns what has been done, in a sentence.
     *
     * @throws IOException if it could not be done, with a message that says what is wrong
     */
    String run(Path file, Environment settings) throws IOException, InterruptedException;
}
