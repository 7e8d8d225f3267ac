package dev.bobbin.project;

/** A key of the configuration that cannot be used. The message names the project and never the key. */
final class InvalidApiKeyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidApiKeyException(String project, String reason) {
        super("A key in bobbin.api-keys." + project + " cannot be used: " + reason);
    }
}
