package dev.bobbin.api;

import java.time.Clock;
import java.util.List;
import org.apache.catalina.core.StandardHost;
import org.apache.coyote.AbstractProtocol;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.system.JavaVersion;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** Sets Spring MVC and the web server up for the contract. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ApiProperties.class)
class ApiConfiguration implements WebMvcConfigurer {

    private static final int HEAP_PER_CONNECTION = 256 << 10;
    private static final int BYTES_SENT_AT_ONCE = 16 << 10;

    private final JsonInputResolver jsonInputs;
    private final IdempotencyKeyResolver idempotencyKeys;
    private final ApiInterceptor interceptor;

    ApiConfiguration(JsonInputResolver jsonInputs, IdempotencyKeyResolver idempotencyKeys, ApiInterceptor interceptor) {
        this.jsonInputs = jsonInputs;
        this.idempotencyKeys = idempotencyKeys;
        this.interceptor = interceptor;
    }

    @Bean
    static JsonMapper jsonMapper() {
        return Json.MAPPER;
    }

    @Bean
    static RequestBody requestBody(ApiProperties properties) {
        properties.check();
        return new RequestBody(properties);
    }

    @Bean
    static Clock clock() {
        return Clock.systemUTC();
    }

    /** Answers are JSON whatever a client says it accepts: 406 is no answer to anybody. */
    @Override
    public void configureContentNegotiation(ContentNegotiationConfigurer configurer) {
        configurer.ignoreAcceptHeader(true).defaultContentType(MediaType.APPLICATION_JSON);
    }

    @Override
    public void addReturnValueHandlers(List<HandlerMethodReturnValueHandler> handlers) {
        handlers.add(new JsonAnswerHandler());
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(jsonInputs);
        resolvers.add(idempotencyKeys);
        resolvers.add(new MemoryShareResolver());
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(interceptor);
    }

    @Override
    public void addViewControllers(ViewControllerRegistry registry) {
        registry.addRedirectViewController("/", "/swagger-ui/index.html");
    }

    @Bean
    static WebServerFactoryCustomizer<TomcatServletWebServerFactory> errorsAsJson() {
        return tomcat -> tomcat.addContextCustomizers(
                context -> ((StandardHost) context.getParent()).setErrorReportValveClass(ErrorValve.class.getName()));
    }

    @Bean
    static WebServerFactoryCustomizer<TomcatServletWebServerFactory> unreadBodies(ApiProperties properties) {
        return tomcat -> tomcat.addEngineValves(new DrainValve(properties.requestTimeout()));
    }

    /**
     * So many connections as there is room for: each takes some 60 KB for what comes and goes on it, however little that
     * is. A page of 20 short messages is sent at once. None rests in the midst of a request for longer than a request may take.
     */
    @Bean
    static WebServerFactoryCustomizer<TomcatServletWebServerFactory> connections(ApiProperties properties) {
        int rest = (int) Math.min(Integer.MAX_VALUE, properties.requestTimeout().toMillis());
        int room = (int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / HEAP_PER_CONNECTION);
        return tomcat -> tomcat.addConnectorCustomizers(connector -> {
            AbstractProtocol<?> protocol = (AbstractProtocol<?>) connector.getProtocolHandler();
            int own = protocol.getConnectionTimeout();
            // Zero or less is for ever.
            protocol.setConnectionTimeout(own > 0 ? Math.min(own, rest) : rest);
            protocol.setMaxConnections(Math.min(protocol.getMaxConnections(), room));
            protocol.setProperty("socket.appWriteBufSize", String.valueOf(BYTES_SENT_AT_ONCE));
        });
    }

    /**
     * A thread for each request where they are cheap. Spring Boot's own way decides when the beans are worked out, which
     * may be on an older Java.
     */
    @Bean
    static WebServerFactoryCustomizer<TomcatServletWebServerFactory> virtualThreads(
            @Value("${spring.threads.virtual.enabled:true}") boolean wanted) {
        return tomcat -> tomcat.addProtocolHandlerCustomizers(handler -> {
            if (wanted && JavaVersion.getJavaVersion().isEqualOrNewerThan(JavaVersion.TWENTY_ONE)) {
                handler.setExecutor(new VirtualThreadExecutor("tomcat-handler-"));
            }
        });
    }

    /** An escaped slash is part of an id, which then is unknown: the answer is the envelope, not the server's page. */
    @Bean
    static WebServerFactoryCustomizer<TomcatServletWebServerFactory> slashesInIds() {
        return tomcat -> tomcat.addConnectorCustomizers(connector -> {
            connector.setEncodedSolidusHandling("passthrough");
            connector.setEncodedReverseSolidusHandling("passthrough");
        });
    }
}
