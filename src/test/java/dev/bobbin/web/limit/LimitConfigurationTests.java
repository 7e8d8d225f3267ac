package dev.bobbin.web.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.util.unit.DataSize;

class LimitConfigurationTests {

    /** Tomcat waits without limit if its timeout is zero or negative. */
    @ParameterizedTest
    @CsvSource({"10000, 30, 10000", "10000, 1, 1000", "60000, 30, 30000", "0, 30, 30000", "-1, 30, 30000"})
    void limitsTheConnectionTimeoutToTheRequestTimeout(int configured, int requestTimeout, int expected) {
        Connector connector = new Connector();
        AbstractProtocol<?> protocol = (AbstractProtocol<?>) connector.getProtocolHandler();
        protocol.setConnectionTimeout(configured);
        TomcatServletWebServerFactory tomcat = new TomcatServletWebServerFactory();

        LimitProperties properties = new LimitProperties(
                DataSize.ofMegabytes(8), DataSize.ofMegabytes(16), Duration.ofSeconds(requestTimeout));
        LimitConfiguration.connections(properties).customize(tomcat);
        tomcat.getConnectorCustomizers().forEach(customizer -> customizer.customize(connector));

        assertThat(protocol.getConnectionTimeout()).isEqualTo(expected);
    }
}
