package dev.bobbin.web.json;

import dev.bobbin.web.error.InvalidInput;
import java.net.URI;
import java.net.URISyntaxException;

/** Reads URLs. The server never opens them. */
public final class WebUrl {

    private WebUrl() {}

    /** Reads an {@code http} or {@code https} URL. */
    public static String from(JsonInput input) {
        String url = input.string();
        if (!isWeb(url)) {
            throw InvalidInput.url(input.path());
        }
        return url;
    }

    /** Reads an {@code http}, {@code https} or {@code data} URL. */
    public static String orDataFrom(JsonInput input) {
        String url = input.string();
        return url.regionMatches(true, 0, "data:", 0, "data:".length()) ? url : from(input);
    }

    private static boolean isWeb(String url) {
        try {
            URI uri = new URI(url);
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return web && uri.getRawAuthority() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
