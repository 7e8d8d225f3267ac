package dev.bobbin;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Serves the Threads and Messages API. */
@SpringBootApplication
public class BobbinApplication {

    public static void main(String[] args) {
        SpringApplication.run(BobbinApplication.class, args);
    }
}
