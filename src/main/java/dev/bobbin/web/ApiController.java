package dev.bobbin.web;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Marks a controller of the API. The server offers its endpoints under every base URL that clients use. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Controller
@RequestMapping({"/v1", "", "/openai", "/openai/v1"})
public @interface ApiController {

    /** Whether the endpoints belong to OpenAI's beta API "assistants", which has a header of its own. */
    boolean isBeta() default false;
}
