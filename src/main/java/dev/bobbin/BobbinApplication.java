package dev.bobbin;

import dev.bobbin.startup.AheadOfTime;
import dev.bobbin.startup.CommandLine;
import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Serves the Threads and Messages API. */
@SpringBootApplication
@EnableScheduling
public class BobbinApplication {

    public static void main(String[] args) throws InterruptedException {
        if (CommandLine.isIn(args)) {
            System.exit(CommandLine.run(args));
        }
        SpringApplication bobbin = new SpringApplication(BobbinApplication.class);
        bobbin.addListeners(new AheadOfTime());
        bobbin.run(args);
    }

    @Bean
    static Clock clock() {
        return Clock.systemUTC();
    }
}
