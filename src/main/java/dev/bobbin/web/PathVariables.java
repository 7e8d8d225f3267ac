package dev.bobbin.web;

import java.util.Map;
import java.util.Objects;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.servlet.HandlerMapping;

/**
 * The variables of a request's path. This bypasses Spring's path variables, since their conversion takes longer than
 * reading a message.
 */
public record PathVariables(Map<?, ?> values) {

    public static PathVariables of(RequestAttributes request) {
        return new PathVariables((Map<?, ?>) Objects.requireNonNull(request.getAttribute(
                HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE, RequestAttributes.SCOPE_REQUEST)));
    }

    public String get(String name) {
        return (String) Objects.requireNonNull(values.get(name));
    }
}
