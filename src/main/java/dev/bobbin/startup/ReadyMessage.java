package dev.bobbin.startup;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Logs the URLs of the API and of the page with conversations when the server is ready. */
@Component
class ReadyMessage {

    private static final Logger log = LoggerFactory.getLogger(ReadyMessage.class);

    private final ServerProperties server;

    ReadyMessage(ServerProperties server) {
        this.server = server;
    }

    @EventListener
    void announce(ApplicationReadyEvent event) {
        if (event.getApplicationContext() instanceof WebServerApplicationContext context
                && context.getWebServer() != null) {
            announce(context.getWebServer().getPort());
        }
    }

    /** A server that is stopped during start-up has no port. */
    private void announce(int port) {
        if (port > 0) {
            String origin = origin(port);
            log.info("Bobbin is ready. API: {}/v1  Conversations: {}/ui/", origin, origin);
        }
    }

    private String origin(int port) {
        boolean encrypted = server.getSsl() != null && server.getSsl().isEnabled();
        return (encrypted ? "https://" : "http://") + host(server.getAddress()) + ":" + port;
    }

    private static String host(@Nullable InetAddress address) {
        if (address == null || address.isAnyLocalAddress()) {
            return "127.0.0.1";
        }
        String host = address.getHostAddress();
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
