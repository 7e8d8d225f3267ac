package dev.bobbin.server.support;

import dev.bobbin.BobbinApplication;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.ContextConfiguration;

/**
 * A test of the whole server, which runs in the test's JVM on a free port. The database is in memory, unless the test
 * sets {@code spring.datasource.url} or {@code bobbin.data-dir}. The test class implements {@link Server}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = InMemoryDatabase.class)
@ExtendWith(ServerExtension.class)
public @interface ServerTest {

    /** The settings of the server, such as {@code bobbin.request-timeout=1s}. */
    @AliasFor(annotation = SpringBootTest.class)
    String[] properties() default {};

    /** The application and the beans that the test adds to it. */
    @AliasFor(annotation = SpringBootTest.class)
    Class<?>[] classes() default {BobbinApplication.class, ResponseValidation.class};
}
