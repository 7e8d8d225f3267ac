package dev.bobbin.thread;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

/** Tests the controllers of threads, and the filters, over mocked services. A test injects the mocks it needs. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@WebMvcTest(
        controllers = {ThreadController.class, MessageController.class},
        includeFilters =
                @Filter(
                        type = FilterType.REGEX,
                        pattern =
                                "dev\\.bobbin\\.(security\\.(ApiKeys|KeyGuessThrottle|DnsRebindingGuard)|thread\\.ThreadMetrics)"),
        excludeFilters = @Filter(type = FilterType.REGEX, pattern = "dev\\.bobbin\\.database\\..*"))
@Import({SimpleMeterRegistry.class, RequestBodies.class})
@MockitoBean(types = {MessageService.class, ThreadService.class})
@interface WebSliceTest {}
