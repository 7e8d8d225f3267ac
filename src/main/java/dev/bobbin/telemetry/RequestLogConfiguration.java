package dev.bobbin.telemetry;

import dev.bobbin.web.filter.FilterOrder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Adds the request log to the filters if the operator has switched it on. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TelemetryProperties.class)
class RequestLogConfiguration {

    /** The bean always exists, since the generated bean definitions do not depend on Bobbin's settings. */
    @Bean
    static FilterRegistrationBean<RequestLog> requestLog(TelemetryProperties properties) {
        FilterRegistrationBean<RequestLog> filter = new FilterRegistrationBean<>(new RequestLog());
        filter.setEnabled(properties.requestLog());
        filter.setOrder(FilterOrder.REQUEST_LOG);
        return filter;
    }
}
