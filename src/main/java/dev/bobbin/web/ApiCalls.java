package dev.bobbin.web;

import java.util.Optional;
import org.springframework.web.method.HandlerMethod;

/** Distinguishes the API's endpoints from the server's other endpoints. */
public final class ApiCalls {

    /** Name of the request attribute that identifies the project of an authenticated call. */
    public static final String PROJECT_ATTRIBUTE = "project";

    /** Name of the request attribute that is set if the server could not send the response completely. */
    public static final String INCOMPLETE_ATTRIBUTE = "incompleteResponse";

    private ApiCalls() {}

    /** Whether an endpoint belongs to OpenAI's beta API. */
    public static boolean isBeta(Object handler) {
        return handler instanceof HandlerMethod method
                && Optional.ofNullable(method.getBeanType().getAnnotation(ApiController.class))
                        .filter(ApiController::isBeta)
                        .isPresent();
    }

    /** Whether Spring MVC's handler of a request is a method of an {@link ApiController}. */
    public static boolean isCall(Object handler) {
        return handler instanceof HandlerMethod method && method.getBeanType().isAnnotationPresent(ApiController.class);
    }
}
