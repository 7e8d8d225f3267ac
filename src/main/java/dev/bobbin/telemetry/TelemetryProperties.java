package dev.bobbin.telemetry;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for telemetry.
 *
 * @param requestLog Whether the server logs a line for each request: method, route, status, milliseconds and project.
 */
@ConfigurationProperties("bobbin")
record TelemetryProperties(@DefaultValue("false") boolean requestLog) {}
