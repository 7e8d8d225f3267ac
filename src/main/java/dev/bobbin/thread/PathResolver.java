package dev.bobbin.thread;

import dev.bobbin.web.PathVariables;
import dev.bobbin.web.id.ObjectId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Passes the ids in a path to the controllers, as {@link ThreadKey} or {@link MessageKey}. */
@Component
class PathResolver implements HandlerMethodArgumentResolver, WebMvcConfigurer {

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(this);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == ThreadKey.class || parameter.getParameterType() == MessageKey.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        PathVariables path = PathVariables.of(request);
        String threadId = ObjectId.check("thread_id", path.get("threadId"), MessageThread.ID_PREFIX);
        return parameter.getParameterType() == ThreadKey.class
                ? new ThreadKey(threadId)
                : new MessageKey(threadId, ObjectId.check("message_id", path.get("messageId"), Message.ID_PREFIX));
    }
}
