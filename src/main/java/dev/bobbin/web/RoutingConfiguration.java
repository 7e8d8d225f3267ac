package dev.bobbin.web;

import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Makes Spring look up routes in {@link SegmentCountHandlerMapping}. */
@Configuration(proxyBeanMethods = false)
class RoutingConfiguration implements WebMvcRegistrations {

    @Override
    public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
        return new SegmentCountHandlerMapping();
    }
}
