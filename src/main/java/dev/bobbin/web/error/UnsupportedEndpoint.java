package dev.bobbin.web.error;

import java.util.regex.Pattern;

/** Recognizes the endpoints of OpenAI's and Azure's APIs that this server does not have. */
final class UnsupportedEndpoint {

    private static final Pattern PATH = Pattern.compile("(/openai)?(/v1)?/("
            + "assistants|audio|batches|chat|completions|containers|deployments|edits|embeddings|engines"
            + "|evals|files|fine-tunes|fine_tuning|images|models|moderations|organization|realtime|responses|uploads"
            + "|vector_stores|videos|threads/runs|threads/[^/]+/runs|threads/[^/]+/messages/[^/]+/files"
            + ")(/.*)?");

    private UnsupportedEndpoint() {}

    static boolean matches(String path) {
        return PATH.matcher(path).matches();
    }
}
