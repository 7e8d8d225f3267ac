package dev.bobbin.thread.request;

import dev.bobbin.web.json.JsonInput;
import dev.bobbin.web.json.Metadata;
import java.util.List;
import java.util.UUID;

/**
 * A vector store that a client requests together with a thread. The server checks the description and creates no store.
 */
final class VectorStoreRequest {

    private static final int MAX_FILES = 10_000;
    private static final int MIN_CHUNK_TOKENS = 100;
    private static final int MAX_CHUNK_TOKENS = 4096;

    private VectorStoreRequest() {}

    /** Checks the description and returns an id for the store. */
    static String idFor(JsonInput input) {
        input.object(List.of(), List.of("file_ids", "chunking_strategy", "metadata"));
        input.member("file_ids").ifPresent(ids -> ids.array("strings", MAX_FILES, JsonInput::string));
        input.member("chunking_strategy").ifPresent(VectorStoreRequest::checkChunking);
        input.member("metadata").ifPresent(Metadata::from);
        return "vs_" + UUID.randomUUID().toString().replace("-", "");
    }

    private static void checkChunking(JsonInput input) {
        if (input.discriminator("type", "auto", "static").equals("auto")) {
            input.object(List.of("type"), List.of());
            return;
        }
        JsonInput chunks = input.object(List.of("type", "static"), List.of()).required("static");
        chunks.object(List.of("max_chunk_size_tokens", "chunk_overlap_tokens"), List.of());
        int size = chunks.required("max_chunk_size_tokens").integer(MIN_CHUNK_TOKENS, MAX_CHUNK_TOKENS);
        chunks.required("chunk_overlap_tokens").integer(0, size / 2);
    }
}
