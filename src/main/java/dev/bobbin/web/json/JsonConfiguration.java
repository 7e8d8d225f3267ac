package dev.bobbin.web.json;

import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** Makes controllers receive {@link JsonInput} and return {@link JsonWritable}. */
@Configuration(proxyBeanMethods = false)
class JsonConfiguration implements WebMvcConfigurer {

    private final JsonInputResolver jsonInputs;

    JsonConfiguration(JsonInputResolver jsonInputs) {
        this.jsonInputs = jsonInputs;
    }

    @Bean
    static JsonMapper jsonMapper() {
        return Json.MAPPER;
    }

    /** Ignores the header {@code Accept} and always returns JSON, since a 406 would help no client. */
    @Override
    public void configureContentNegotiation(ContentNegotiationConfigurer configurer) {
        configurer.ignoreAcceptHeader(true).defaultContentType(MediaType.APPLICATION_JSON);
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(jsonInputs);
    }

    @Override
    public void addReturnValueHandlers(List<HandlerMethodReturnValueHandler> handlers) {
        handlers.add(new JsonWritableHandler());
        handlers.add(new JsonLinesHandler());
    }
}
