package dev.bobbin.web.json;

/** Parses bodies, for tests of other packages. */
public final class JsonInputs {

    private JsonInputs() {}

    public static JsonInput parse(String body) {
        return JsonInput.of(Json.parse(body));
    }
}
