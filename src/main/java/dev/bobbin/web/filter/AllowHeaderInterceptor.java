package dev.bobbin.web.filter;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Sorts the methods in the {@code Allow} header of a response to OPTIONS. Spring lists them in no fixed order. */
@Component
class AllowHeaderInterceptor implements HandlerInterceptor, WebMvcConfigurer {

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this);
    }

    @Override
    public void postHandle(
            HttpServletRequest request,
            HttpServletResponse response,
            Object handler,
            @Nullable ModelAndView modelAndView) {
        String methods = HttpMethod.OPTIONS.matches(request.getMethod()) ? response.getHeader(HttpHeaders.ALLOW) : null;
        if (methods != null) {
            response.setHeader(HttpHeaders.ALLOW, sorted(methods));
        }
    }

    private static String sorted(String methods) {
        return Arrays.stream(methods.split(",")).map(String::strip).sorted().collect(Collectors.joining(", "));
    }
}
