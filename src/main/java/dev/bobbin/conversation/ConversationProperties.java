package dev.bobbin.conversation;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Settings of conversations.
 *
 * @param maxItems Maximum number of items in one request, from 1 to 1000. OpenAI's API accepts 20.
 */
@ConfigurationProperties("bobbin")
record ConversationProperties(@DefaultValue("20") int maxItems) {

    private static final int LARGEST = 1000;

    /** Checks the value after binding: Spring Boot would report an exception during binding by its class name. */
    void check() {
        if (maxItems < 1 || maxItems > LARGEST) {
            throw new InvalidConfigurationPropertyValueException(
                    "bobbin.max-items", maxItems, "It must be between 1 and " + LARGEST + ".");
        }
    }
}
