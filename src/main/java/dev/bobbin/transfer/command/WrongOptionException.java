package dev.bobbin.transfer.command;

import java.io.IOException;

/** The options of a command contradict each other, or one has an invalid value. */
public final class WrongOptionException extends IOException {

    private static final long serialVersionUID = 1L;

    WrongOptionException(String message) {
        super(message);
    }
}
