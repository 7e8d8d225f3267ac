package dev.bobbin.web.filter;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * Adds {@code Connection: close} to responses during shutdown. Tomcat's own graceful shutdown closes each connection
 * after its response without this header, so clients would send their next request to a closed connection.
 */
@Component
@Order(FilterOrder.CONNECTION_CLOSE)
class ConnectionCloseFilter extends HttpFilter implements SmartLifecycle {

    /** Time in which busy clients send one more request, whose response has the header. */
    private static final long NOTICE_MILLIS = 500;

    private volatile boolean stopping;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(request, new LastResponse(response));
    }

    /** Adds the header just before the first write, so that it also reaches requests that began before the shutdown. */
    private final class LastResponse extends HttpServletResponseWrapper {

        LastResponse(HttpServletResponse response) {
            super(response);
        }

        @Override
        public ServletOutputStream getOutputStream() throws IOException {
            if (stopping) {
                setHeader(HttpHeaders.CONNECTION, "close");
            }
            return super.getOutputStream();
        }
    }

    @Override
    public void start() {
        stopping = false;
    }

    @Override
    public void stop() {
        stopping = true;
        try {
            TimeUnit.MILLISECONDS.sleep(NOTICE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return !stopping;
    }

    @Override
    public boolean isPauseable() {
        return false;
    }

    /** Stops before Tomcat, which closes all connections. */
    @Override
    public int getPhase() {
        return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE + 1;
    }
}
