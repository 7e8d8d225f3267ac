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
 * What Spring MVC costs by itself: Tomcat, the dispatcher and one controller that answers the same bytes each time. On
 * the class path is Bobbin's jar for its application.yaml, so that the server has the same settings; virtual threads Bobbin sets up
 * itself.
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

    /** A JSON string. */
    private static byte[] answer(int bytes) {
        return ("\"" + "0".repeat(bytes - 2) + "\"").getBytes();
    }
}
