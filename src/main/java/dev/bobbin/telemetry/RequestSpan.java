package dev.bobbin.telemetry;

import dev.bobbin.web.ApiHeaders;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;

/**
 * The name and attributes of a request's span: method, route, outcome and request id. The span omits the URL, since
 * URLs contain object ids.
 */
final class RequestSpan extends DefaultServerRequestObservationConvention {

    @Override
    public String getContextualName(ServerRequestObservationContext context) {
        return Route.methodOf(request(context)) + " " + Route.of(request(context));
    }

    @Override
    protected KeyValue method(ServerRequestObservationContext context) {
        return KeyValue.of("method", Route.methodOf(request(context)));
    }

    @Override
    protected KeyValue uri(ServerRequestObservationContext context) {
        return KeyValue.of("uri", Route.of(request(context)));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(ServerRequestObservationContext context) {
        String id = Objects.requireNonNull(context.getResponse()).getHeader(ApiHeaders.REQUEST_ID);
        return KeyValues.of("request_id", String.valueOf(id));
    }

    private static HttpServletRequest request(ServerRequestObservationContext context) {
        return Objects.requireNonNull(context.getCarrier());
    }
}
