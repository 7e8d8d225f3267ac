package dev.bobbin.web.openapi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Serves the hand-written OpenAPI document as YAML and as JSON. Swagger UI loads it from here. */
@RestController
class OpenApiController {

    private static final ClassPathResource DOCUMENT = new ClassPathResource("openapi.yaml");

    @GetMapping("/v3/api-docs.yaml")
    ResponseEntity<ClassPathResource> yaml() {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_YAML).body(DOCUMENT);
    }

    @GetMapping("/v3/api-docs")
    ResponseEntity<byte[]> json() {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(AsJson.BYTES);
    }

    /** Converts the document on the first request, so that start-up does not wait for it. */
    private static final class AsJson {

        private static final byte[] BYTES = read();

        private static byte[] read() {
            try (InputStream yaml = DOCUMENT.getInputStream()) {
                return JsonMapper.shared().writeValueAsBytes(new YAMLMapper().readTree(yaml));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
