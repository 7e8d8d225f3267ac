package dev.bobbin.server.support;

import java.util.List;
import java.util.Random;

/** Changes one part of a request's head: its method, its path, its query or a header. */
final class MutatedHead {

    private static final List<String> METHODS =
            words(" GET POST DELETE PUT PATCH HEAD OPTIONS TRACE CONNECT FOO get G@T G\u00cbT");

    private static final List<String> PREFIXES =
            words(" /v1 /openai /openai/v1 /v2 //v1 /V1 http://localhost/v1 v1 * /./v1 /%76%31");

    private static final List<String> PATH_INSERTIONS =
            words("%2F %2f%2e%2e %00 % %zz %C3%28 %F0%9F%A7%AA %ED%A0%80 %0a %20 %25 "
                    + "%5C %3B %3F / // /. /.. /../.. ; ;a=b \\ ? # \u00fc \ud83e\uddea \" <b> {x} * + undefined "
                    + "/runs /messages thread_ msg_");

    private static final List<String> PARAMETERS =
            words(" limit order after before run_id api-version limit%00 a[] %zz");

    private static final List<String> PARAMETER_VALUES =
            words(" 0 1 2 100 101 -1 -0 007 1e3 %2B5 +5 %205 \u0665 %D9%A5 5;6 asc "
                    + "desc ASC asc%00 msg_ msg_none msg_%00 msg_% msg_%ED%A0%80 msg_%2F run_1 % %zz = & \"<>[]{}|^`\\ "
                    + "null %C3%28 \ud83e\uddea 99999999999999999999999");

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
            case 2, 3 -> request.withTarget(mutatePath(request.target()));
            case 4, 5 -> request.withTarget(addParameter(request.target()));
            default -> request.withHeader(pick(HEADERS));
        };
    }

    private String mutatePath(String target) {
        if (target.length() < 2) {
            return target + pick(PATH_INSERTIONS);
        }
        int index = 1 + random.nextInt(target.length() - 1);
        String prefix = target.substring(0, index);
        return switch (random.nextInt(4)) {
            case 0 -> prefix + "%" + Integer.toHexString(target.charAt(index)) + target.substring(index + 1);
            case 1 -> prefix;
            case 2 -> target + pick(PATH_INSERTIONS);
            default -> prefix + pick(PATH_INSERTIONS) + target.substring(index);
        };
    }

    private String addParameter(String target) {
        String parameter = pick(PARAMETERS) + "=" + pick(PARAMETER_VALUES);
        int queryStart = target.indexOf('?') + 1;
        return queryStart == 0
                ? target + "?" + parameter
                : target.substring(0, queryStart) + parameter + "&" + target.substring(queryStart);
    }

    private static List<String> words(String words) {
        return List.of(words.split(" "));
    }

    /** Returns one of the words. In one of 50 cases, it appends up to 16 KB. */
    private String pick(List<String> words) {
        String word = words.get(random.nextInt(words.size()));
        return random.nextInt(50) == 0 ? word + "x".repeat(1 << random.nextInt(15)) : word;
    }
}
