package dev.bobbin;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Serves the Threads and Messages API. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class BobbinApplication {

    public static void main(String[] args) {
        SpringApplication.run(BobbinApplication.class, args);
    }
}
