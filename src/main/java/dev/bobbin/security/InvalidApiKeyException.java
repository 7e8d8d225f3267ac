package dev.bobbin.security;

/** An invalid setting for API keys. The message names the setting and never contains a key. */
final class InvalidApiKeyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidApiKeyException(String setting, String reason) {
        super("Invalid value for " + setting + ": " + reason);
    }
}
