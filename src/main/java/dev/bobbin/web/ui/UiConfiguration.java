package dev.bobbin.web.ui;

import java.util.Objects;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.webjars.WebJarVersionLocator;

/** Serves the files of the page and of its two libraries from the jar, and redirects the root URL to the page. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(UiProperties.class)
class UiConfiguration implements WebMvcConfigurer {

    private final UiProperties properties;

    UiConfiguration(UiProperties properties) {
        this.properties = properties;
    }

    @Override
    public void addViewControllers(ViewControllerRegistry registry) {
        if (properties.enabled()) {
            registry.addRedirectViewController("/", "/ui/");
            registry.addRedirectViewController("/ui", "/ui/");
            registry.addViewController("/ui/").setViewName("forward:/ui/index.html");
        } else {
            registry.addRedirectViewController("/", "/swagger-ui/index.html");
        }
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        if (properties.enabled()) {
            addFiles(registry, "/ui/**", "classpath:/ui/");
            addFiles(registry, "/ui/lib/marked/**", webJar("marked", "lib"));
            addFiles(registry, "/ui/lib/dompurify/**", webJar("dompurify", "dist"));
        }
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new UiHeaders()).addPathPatterns("/ui/**");
    }

    /** Browsers revalidate each file, so that an upgraded server never mixes files of two versions. */
    private static void addFiles(ResourceHandlerRegistry registry, String pattern, String location) {
        registry.addResourceHandler(pattern).addResourceLocations(location).setCacheControl(CacheControl.noCache());
    }

    private static String webJar(String name, String folder) {
        String path = Objects.requireNonNull(new WebJarVersionLocator().fullPath(name, folder + "/"), name);
        return "classpath:/" + path;
    }
}
