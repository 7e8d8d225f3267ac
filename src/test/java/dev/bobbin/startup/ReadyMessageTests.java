package dev.bobbin.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

@ExtendWith(OutputCaptureExtension.class)
class ReadyMessageTests {

    @Test
    void announcesThePort(CapturedOutput output) {
        announce(8080);

        assertThat(output).contains("Bobbin is ready. API: http://127.0.0.1:8080/v1 ");
    }

    @Test
    void announcesNothingIfTheServerWasStoppedDuringStartUp(CapturedOutput output) {
        announce(-1);

        assertThat(output).doesNotContain("Bobbin is ready.");
    }

    private static void announce(int port) {
        ServletWebServerApplicationContext context = mock(ServletWebServerApplicationContext.class, RETURNS_DEEP_STUBS);
        when(context.getWebServer().getPort()).thenReturn(port);
        new ReadyMessage(new ServerProperties())
                .announce(new ApplicationReadyEvent(new SpringApplication(), new String[0], context, Duration.ZERO));
    }
}
