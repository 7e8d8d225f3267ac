package dev.bobbin;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Serves the Threads and Messages API. */
@SpringBootApplication
@EnableScheduling
public class BobbinApplication {

    public static void main(String[] args) throws InterruptedException {
        if (Commands.isIn(args)) {
            System.exit(Commands.run(args));
        }
        SpringApplication bobbin = new SpringApplication(BobbinApplication.class);
        bobbin.addListeners(new AheadOfTime());
        bobbin.run(args);
    }
}
