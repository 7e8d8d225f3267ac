package dev.bobbin.telemetry;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the telemetry.
 *
 * @param requestLog whether the server logs a line for each request: method, route, status, milliseconds and project
 */
@ConfigurationProperties("bobbin")
record TelemetryProperties(@DefaultValue("false") boolean requestLog) {}
