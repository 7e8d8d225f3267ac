package dev.bobbin.web.ui;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the page in which people read conversations.
 *
 * @param enabled Whether the server has the page. Without it, the root URL leads to Swagger UI.
 */
@ConfigurationProperties("bobbin.ui")
record UiProperties(@DefaultValue("true") boolean enabled) {}
