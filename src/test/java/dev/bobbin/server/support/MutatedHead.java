package dev.bobbin.server.support;

import java.util.List;
import java.util.Random;

/** Requests whose head has become odd in one place: the method, the path, the query or a header. */
final class MutatedHead {

    private static final List<String> METHODS =
            words(" GET POST DELETE PUT PATCH HEAD OPTIONS TRACE CONNECT FOO get G@T G\u00cbT");

    private static final List<String> PREFIXES =
            words(" /v1 /openai /openai/v1 /v2 //v1 /V1 http://localhost/v1 v1 * /./v1 /%76%31");

    private static final List<String> IN_PATHS =
            words("%2F %2f%2e%2e %00 % %zz %C3%28 %F0%9F%A7%AA %ED%A0%80 %0a %20 %25 "
                    + "%5C %3B %3F / // /. /.. /../.. ; ;a=b \\ ? # \u00fc \ud83e\uddea \" <b> {x} * + undefined /runs /messages "
                    + "thread_ msg_");

    private static final List<String> PARAMETERS =
            words(" limit order after before run_id api-version limit%00 a[] %zz");

    private static final List<String> IN_QUERIES =
            words(" 0 1 2 100 101 -1 -0 007 1e3 %2B5 +5 %205 \u0665 %D9%A5 5;6 asc "
                    + "desc ASC asc%00 msg_ msg_none msg_%00 msg_% msg_%ED%A0%80 msg_%2F run_1 % %zz = & \"<>[]{}|^`\\ null "
                    + "%C3%28 \ud83e\uddea 99999999999999999999999");

    private static final List<String> HEADERS = """
            Content-Type: text/plain
            Content-Type: application/json; charset=utf-16
            Content-Type: multipart/form-data; boundary=x
            Content-Type: application/x-www-form-urlencoded
            Content-Type: application/json\u00e9
            Content-Type: ;;;
            Content-Type:
            Content-Encoding: gzip
            Content-Encoding: identity
            Content-Encoding: br, gzip
            Accept-Encoding: gzip
            Accept-Encoding: gzip;q=0, *
            Accept: text/html
            Accept: ,;q=
            Accept-Charset: nonsense
            Accept-Language: \u00fc
            OpenAI-Beta: assistants=v2
            OpenAI-Beta: ,=
            Authorization: Bearer sk-any
            Authorization: Basic =
            Authorization:
            api-key: \ud83e\uddea
            Host: localhost
            Host: evil.example
            Host: a b
            Host: [
            Host:
            Origin: https://evil.example
            Origin: http://[
            Origin: null
            X-HTTP-Method-Override: DELETE
            X-Forwarded-Prefix: /../x
            X-Forwarded-Host: [
            Forwarded: for="
            Range: bytes=5-1
            If-Match: *
            If-None-Match: *
            If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT
            Cookie: a="b; c=\0
            x-request-id: mine
            TE: trailers
            Trailer: x
            Access-Control-Request-Method: PUT
            Bad Name: x
            : x
            NoColon
             Folded: x
            X-Nul: a\0b
            """.lines().toList();

    private final Random random;

    MutatedHead(Random random) {
        this.random = random;
    }

    RawRequest of(RawRequest request) {
        return switch (random.nextInt(7)) {
            case 0 -> request.withMethod(pick(METHODS));
            case 1 -> request.withTarget(request.target().replaceFirst("^/v1", pick(PREFIXES)));
            case 2, 3 -> request.withTarget(path(request.target()));
            case 4, 5 -> request.withTarget(query(request.target()));
            default -> request.withHeader(pick(HEADERS));
        };
    }

    private String path(String target) {
        if (target.length() < 2) {
            return target + pick(IN_PATHS);
        }
        int at = 1 + random.nextInt(target.length() - 1);
        String start = target.substring(0, at);
        return switch (random.nextInt(4)) {
            case 0 -> start + "%" + Integer.toHexString(target.charAt(at)) + target.substring(at + 1);
            case 1 -> start;
            case 2 -> target + pick(IN_PATHS);
            default -> start + pick(IN_PATHS) + target.substring(at);
        };
    }

    private String query(String target) {
        String parameter = pick(PARAMETERS) + "=" + pick(IN_QUERIES);
        int question = target.indexOf('?') + 1;
        return question == 0
                ? target + "?" + parameter
                : target.substring(0, question) + parameter + "&" + target.substring(question);
    }

    private static List<String> words(String words) {
        return List.of(words.split(" "));
    }

    /** Now and then a very long one. */
    private String pick(List<String> words) {
        String word = words.get(random.nextInt(words.size()));
        return random.nextInt(50) == 0 ? word + "x".repeat(1 << random.nextInt(15)) : word;
    }
}
