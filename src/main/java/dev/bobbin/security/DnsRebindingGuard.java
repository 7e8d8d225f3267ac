package dev.bobbin.security;

import dev.bobbin.web.CodePoints;
import dev.bobbin.web.error.ApiException;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Protects a server without API keys from web pages in a browser on the same machine. With DNS rebinding, an attacker's
 * host name resolves to the loopback address, so the guard rejects public host names. If a page uses the loopback
 * address directly, the browser states the page's origin in the header {@code Origin}, so the guard rejects foreign
 * origins.
 */
@Component
class DnsRebindingGuard {

    private static final Pattern LOOPBACK =
            Pattern.compile("(.+\\.)?localhost|127(\\.\\d+){3}|\\[::1]", Pattern.CASE_INSENSITIVE);

    /** Host names that an attacker can register. IP addresses and reserved names, such as localhost, do not match. */
    private static final Pattern PUBLIC_NAME =
            Pattern.compile(".*\\.(?!\\d+$|localhost$|internal$|local$|test$)[^.\\]]+\\.?", Pattern.CASE_INSENSITIVE);

    private final CorsProperties cors;

    DnsRebindingGuard(CorsProperties cors) {
        this.cors = cors;
    }

    /**
     * Checks that a program on this machine sent the request, or a web page of an allowed origin.
     *
     * @throws ApiException with 403 otherwise
     */
    void check(HttpServletRequest request) {
        if (isPublicName(request.getServerName())) {
            throw forbidden(
                    "This server has no API keys, so it rejects requests to a public host name. Use the address "
                            + "127.0.0.1, or set an API key.");
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null && !isAllowedOrigin(origin)) {
            throw forbidden("This server has no API keys, so it rejects requests from the origin '"
                    + CodePoints.abbreviate(origin)
                    + "'. Set an API key with bobbin.api-keys, or add an origin such as "
                    + "https://app.example to bobbin.cors.allowed-origins.");
        }
    }

    /** Compares the two usual names first, so that most requests do not evaluate the regular expression. */
    private static boolean isPublicName(String name) {
        return !name.equals("127.0.0.1")
                && !name.equals("localhost")
                && PUBLIC_NAME.matcher(name).matches();
    }

    private boolean isAllowedOrigin(String origin) {
        return cors.allows(origin) || LOOPBACK.matcher(hostOf(origin)).matches();
    }

    private static String hostOf(String origin) {
        try {
            String host = URI.create(origin).getHost();
            return host == null ? "" : host;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static ApiException forbidden(String message) {
        return ApiException.of(HttpStatus.FORBIDDEN, null, message);
    }
}
