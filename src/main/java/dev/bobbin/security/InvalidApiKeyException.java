package dev.bobbin.security;

/** A key of the configuration that cannot be used. The message names the setting and never the key. */
final class InvalidApiKeyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidApiKeyException(String setting, String reason) {
        super("A key in " + setting + " cannot be used: " + reason);
    }
}
