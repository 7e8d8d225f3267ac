package dev.bobbin.web.error;

import org.apache.catalina.core.StandardHost;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes Tomcat report its own errors in the API's envelope. */
@Configuration(proxyBeanMethods = false)
class ErrorConfiguration {

    @Bean
    static WebServerFactoryCustomizer<TomcatServletWebServerFactory> errorsAsJson() {
        return tomcat -> tomcat.addContextCustomizers(
                context -> ((StandardHost) context.getParent()).setErrorReportValveClass(ErrorValve.class.getName()));
    }
}
