package dev.bobbin.startup;

import java.util.Optional;

/** The operator has set something that is not a setting. The message never contains the value. */
final class UnknownSettingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnknownSettingException(String name, Optional<String> nearest) {
        super("Unknown setting " + name + "."
                + nearest.map(setting -> " Did you mean " + setting + "?")
                        .orElse(" docs/operations.md lists all settings."));
    }
}
