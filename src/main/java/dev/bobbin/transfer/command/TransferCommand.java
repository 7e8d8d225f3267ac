package dev.bobbin.transfer.command;

import java.io.IOException;
import java.util.Set;
import org.springframework.boot.ApplicationArguments;
import org.springframework.core.env.Environment;

/** A command of the jar that moves threads or conversations between a running server and a file. */
public interface TransferCommand {

    /** The file that stands for standard input or output. */
    String STANDARD_STREAM = "-";

    /** The option that stands for conversations. Without it, the command moves threads. */
    String CONVERSATIONS = "conversations";

    /** The names of the options that the command accepts, without hyphens. */
    Set<String> options();

    /**
     * Runs the command.
     *
     * @return a sentence that states the result
     * @throws WrongOptionException if the options are wrong
     * @throws IOException if the command failed, with a message that states why
     */
    String run(String file, ApplicationArguments options, Environment settings)
            throws IOException, InterruptedException;
}
