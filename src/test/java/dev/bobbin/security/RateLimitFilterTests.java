package dev.bobbin.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import dev.bobbin.web.ApiCalls;
import io.github.bucket4j.TimeMeter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.servlet.HandlerExceptionResolver;

class RateLimitFilterTests {

    private final TimeMeter time = mock();

    @ParameterizedTest
    @CsvSource({"240, 250ms", "60, 1s", "59, 2s", "1, 60s"})
    void formatsTheResetTimeInMillisecondsOrWholeSeconds(int limit, String reset) throws Exception {
        assertThat(filteredResponse(limit).getHeader("x-ratelimit-reset-requests"))
                .isEqualTo(reset);
    }

    @Test
    void sendsNoHeadersWithoutALimit() throws Exception {
        assertThat(filteredResponse(null).getHeaderNames()).isEmpty();
    }

    private MockHttpServletResponse filteredResponse(Integer limit) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setAttribute(ApiCalls.PROJECT_ATTRIBUTE, Project.DEFAULT);
        MockHttpServletResponse response = new MockHttpServletResponse();
        new RateLimitFilter(new RateLimitProperties(limit), time, mock(HandlerExceptionResolver.class))
                .doFilter(request, response, new MockFilterChain());
        return response;
    }
}
