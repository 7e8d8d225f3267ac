package dev.bobbin;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;

/** The house: five packages, and who may use whom. */
@AnalyzeClasses(
        packages = "dev.bobbin",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTests.DoNotIncludeGenerated.class})
class ArchitectureTests {

    /** What Spring makes of the classes when the jar is built lies beside them. */
    static final class DoNotIncludeGenerated implements ImportOption {

        @Override
        public boolean includes(Location location) {
            return !location.contains("__") && !location.contains("$$");
        }
    }

    @ArchTest
    static final ArchRule fivePackages = classes()
            .should()
            .resideInAnyPackage(
                    "dev.bobbin",
                    "dev.bobbin.api",
                    "dev.bobbin.content",
                    "dev.bobbin.project",
                    "dev.bobbin.storage",
                    "dev.bobbin.thread");

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("dev.bobbin.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule apiUsesNothingOfOurs = usesOnly("api");

    @ArchTest
    static final ArchRule storageUsesNothingOfOurs = usesOnly("storage");

    @ArchTest
    static final ArchRule contentUsesTheApi = usesOnly("content", "api");

    @ArchTest
    static final ArchRule projectUsesTheApi = usesOnly("project", "api");

    @ArchTest
    static final ArchRule threadShowsNothing = noClasses()
            .that()
            .resideInAPackage("dev.bobbin.thread")
            .should()
            .haveModifier(JavaModifier.PUBLIC)
            .because("a message never exists outside its thread");

    @ArchTest
    static final ArchRule contentKnowsNoSpring = noClasses()
            .that()
            .resideInAPackage("dev.bobbin.content")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..");

    private static ArchRule usesOnly(String name, String... others) {
        String[] foreign = Stream.of("api", "content", "project", "storage", "thread")
                .filter(other -> !other.equals(name) && !List.of(others).contains(other))
                .map(other -> "dev.bobbin." + other)
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage("dev.bobbin." + name)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(foreign);
    }
}
