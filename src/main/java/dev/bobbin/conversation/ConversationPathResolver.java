package dev.bobbin.conversation;

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

/**
 * Passes the ids in a path to the controllers, as {@link ConversationKey} or {@link ItemKey}.
 * Any id of an item is accepted, and an unknown one is reported as not found.
 */
@Component
class ConversationPathResolver implements HandlerMethodArgumentResolver, WebMvcConfigurer {

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(this);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == ConversationKey.class || parameter.getParameterType() == ItemKey.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        PathVariables path = PathVariables.of(request);
        String conversationId = ObjectId.check("conversation_id", path.get("conversationId"), Conversation.ID_PREFIX);
        return parameter.getParameterType() == ConversationKey.class
                ? new ConversationKey(conversationId)
                : new ItemKey(conversationId, path.get("itemId"));
    }
}
