package dev.bobbin.security;

import java.net.InetAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.web.server.ConfigurableWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;

/** Binds the server to the loopback address if no API key is set, so that other machines cannot reach it. */
@Component
class LoopbackBinding implements WebServerFactoryCustomizer<ConfigurableWebServerFactory>, Ordered {

    private static final Logger log = LoggerFactory.getLogger(LoopbackBinding.class);

    private final ApiKeys keys;
    private final ServerProperties server;

    LoopbackBinding(ApiKeys keys, ServerProperties server) {
        this.keys = keys;
        this.server = server;
    }

    @Override
    public void customize(ConfigurableWebServerFactory factory) {
        if (!keys.isEmpty()) {
            return;
        }
        InetAddress address = server.getAddress() == null ? InetAddress.getLoopbackAddress() : server.getAddress();
        if (!address.isLoopbackAddress()) {
            throw new InvalidConfigurationPropertyValueException(
                    "server.address",
                    address.getHostAddress(),
                    "Without an API key, the server listens only on the loopback address. Set a key, for example with "
                            + "the environment variable BOBBIN_APIKEYS_DEFAULT=sk-..., or remove server.address.");
        }
        factory.setAddress(address);
        log.warn(
                "No API key is set, so the server listens only on {}. Every program on this machine can use the "
                        + "project 'default'. Set a key with BOBBIN_APIKEYS_DEFAULT=sk-... to listen elsewhere.",
                address.getHostAddress());
    }

    /** Runs after Spring Boot's own customizers, which set the configured address. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
