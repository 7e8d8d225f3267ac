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

/**
 * Records a span for each request if the operator has set an address to export traces to. The span continues the
 * client's trace if the client has sent one.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(TracingCondition.class)
class TracingConfiguration {

    /** Uses a separate observation registry without metrics, since {@link RequestMetrics} records those. */
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
