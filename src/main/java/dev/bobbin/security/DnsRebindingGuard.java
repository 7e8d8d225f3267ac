package dev.bobbin.security;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * Tells requests of this machine's own programs from those that a web page makes its visitor's browser send. The page's
 * owner can point a name of his own at the loopback address, and a browser tells a foreign page's address as the origin.
 */
@Component
class DnsRebindingGuard {

    private static final Pattern LOOPBACK =
            Pattern.compile("(.+\\.)?localhost|127(\\.\\d+){3}|\\[::1]", Pattern.CASE_INSENSITIVE);

    /** Names with a dot that are for sale; a number is no name. */
    private static final Pattern PUBLIC_NAME =
            Pattern.compile(".*\\.(?!\\d+$|localhost$|internal$|local$|test$)[^.\\]]+\\.?", Pattern.CASE_INSENSITIVE);

    private final CorsProperties cors;

    DnsRebindingGuard(CorsProperties cors) {
        this.cors = cors;
    }

    /** Pages of the origins that the operator allows pass, too. */
    boolean isLocal(HttpServletRequest request) {
        return !PUBLIC_NAME.matcher(request.getServerName()).matches()
                && isAllowedOrigin(request.getHeader(HttpHeaders.ORIGIN));
    }

    private boolean isAllowedOrigin(@Nullable String origin) {
        return origin == null
                || cors.allows(origin)
                || LOOPBACK.matcher(hostOf(origin)).matches();
    }

    private static String hostOf(String origin) {
        try {
            String host = URI.create(origin).getHost();
            return host == null ? "" : host;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
