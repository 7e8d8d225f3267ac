package dev.bobbin.telemetry;

import dev.bobbin.web.filter.FilterOrder;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.filter.ServerHttpObservationFilter;

/** Makes each request a span of a trace, which the caller may have begun, if somebody has said where to send them. */
@Configuration(proxyBeanMethods = false)
@Conditional(TracingCondition.class)
class TracingConfiguration {

    /** With observations of its own, which nobody else takes part in: {@link RequestMetrics} counts. */
    @Bean
    FilterRegistrationBean<Filter> tracing(PropagatingReceiverTracingObservationHandler<?> spans) {
        ObservationRegistry observations = ObservationRegistry.create();
        observations.observationConfig().observationHandler(spans);
        FilterRegistrationBean<Filter> filter =
                new FilterRegistrationBean<>(new ServerHttpObservationFilter(observations, new RequestSpan()) {

                    @Override
                    protected boolean shouldNotFilter(HttpServletRequest request) {
                        return request.getRequestURI().startsWith("/actuator");
                    }
                });
        filter.setOrder(FilterOrder.TRACING);
        return filter;
    }
}
