package dev.bobbin.database.backup;

import java.io.IOException;
import java.nio.file.Path;
import org.springframework.core.env.Environment;

/** A command of the jar that reads or writes a file. */
@FunctionalInterface
public interface FileCommand {

    /**
     * Runs the command.
     *
     * @return a sentence that states the result
     * @throws IOException if the command failed, with a message that states why
     */
    String run(Path file, Environment settings) throws IOException, InterruptedException;
}
