package dev.bobbin.web.limit;

import java.util.List;
import org.apache.coyote.AbstractProtocol;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Applies the limits of requests: connections, deadlines, unread bodies and memory. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LimitProperties.class)
class LimitConfiguration implements WebMvcConfigurer {

    private static final int HEAP_BYTES_PER_CONNECTION = 256 << 10;
    private static final int SOCKET_WRITE_BUFFER_BYTES = 16 << 10;

    private final MemoryInterceptor memory;

    LimitConfiguration(MemoryInterceptor memory) {
        this.memory = memory;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(memory);
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new MemoryReservationResolver());
    }

    @Bean
    static RequestBody requestBody(LimitProperties properties) {
        properties.check();
        return new RequestBody(properties);
    }

    @Bean
    static WebServerFactoryCustomizer<TomcatServletWebServerFactory> unreadBodies(
            LimitProperties properties, @Value("${server.tomcat.threads.max}") int maxThreads) {
        int maxWaiting = Math.max(1, maxThreads / 10);
        return tomcat -> tomcat.addEngineValves(new DrainValve(properties.requestTimeout(), maxWaiting));
    }

    /**
     * Caps connections by heap size: each needs about 60 KB of buffers, which together take at most a quarter of the
     * heap. A connection that stalls in the middle of a request is closed after the request timeout at the latest. The
     * write buffer holds a page of 20 short messages, so that Tomcat sends it in one piece.
     */
    @Bean
    static WebServerFactoryCustomizer<TomcatServletWebServerFactory> connections(LimitProperties properties) {
        int requestTimeout =
                (int) Math.min(Integer.MAX_VALUE, properties.requestTimeout().toMillis());
        int maxConnections =
                (int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / HEAP_BYTES_PER_CONNECTION);
        return tomcat -> tomcat.addConnectorCustomizers(connector -> {
            AbstractProtocol<?> protocol = (AbstractProtocol<?>) connector.getProtocolHandler();
            int configured = protocol.getConnectionTimeout();
            // Tomcat waits without limit when the timeout is zero or negative.
            protocol.setConnectionTimeout(configured > 0 ? Math.min(configured, requestTimeout) : requestTimeout);
            protocol.setMaxConnections(Math.min(protocol.getMaxConnections(), maxConnections));
            protocol.setProperty("socket.appWriteBufSize", String.valueOf(SOCKET_WRITE_BUFFER_BYTES));
        });
    }
}
