package dev.bobbin;

import dev.bobbin.startup.AheadOfTime;
import dev.bobbin.startup.CommandLine;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Starts the server, or runs the command that the arguments name. */
@SpringBootApplication
@EnableScheduling
public class BobbinApplication {

    public static void main(String[] args) throws InterruptedException {
        SpringApplication bobbin = new SpringApplication(BobbinApplication.class);
        bobbin.addListeners(new AheadOfTime());
        if (CommandLine.hasCommand(args)) {
            System.exit(CommandLine.run(bobbin, args));
        }
        bobbin.run(args);
    }

    @Bean
    static Clock clock() {
        return Clock.systemUTC();
    }

    /** Measures durations. Unlike the clock, it never jumps when the time of the machine is corrected. */
    @Bean
    static TimeMeter timeMeter() {
        return TimeMeter.SYSTEM_NANOTIME;
    }
}
