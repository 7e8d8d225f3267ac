package bench;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * The baseline for HTTP: Tomcat, Spring MVC's dispatcher, and one controller that returns constant responses. Bobbin's
 * jar is on the class path, so this server reads the same application.yaml. Bobbin enables virtual threads in code, so
 * this server enables them too.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({TomcatServletWebServerAutoConfiguration.class, DispatcherServletAutoConfiguration.class})
@RestController
class HttpFloor {

    private final Map<Integer, byte[]> answers = new ConcurrentHashMap<>();

    public static void main(String[] args) {
        SpringApplication floor = new SpringApplication(HttpFloor.class);
        floor.setDefaultProperties(Map.of("spring.threads.virtual.enabled", true));
        floor.run(args);
    }

    @GetMapping("/constant/{bytes}")
    ResponseEntity<byte[]> constant(@PathVariable("bytes") int bytes) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(answers.computeIfAbsent(bytes, HttpFloor::answer));
    }

    /** Returns a JSON string of the given size. */
    private static byte[] answer(int bytes) {
        return ("\"" + "0".repeat(bytes - 2) + "\"").getBytes();
    }
}
