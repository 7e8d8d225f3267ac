package dev.bobbin.web;

import org.springframework.web.method.HandlerMethod;

/** Distinguishes the API's endpoints from the server's other endpoints. */
public final class ApiCalls {

    /** Name of the request attribute that identifies the project of an authenticated call. */
    public static final String PROJECT_ATTRIBUTE = "project";

    private ApiCalls() {}

    /** Whether Spring MVC's handler of a request is a method of an {@link ApiController}. */
    public static boolean isCall(Object handler) {
        return handler instanceof HandlerMethod method && method.getBeanType().isAnnotationPresent(ApiController.class);
    }
}
