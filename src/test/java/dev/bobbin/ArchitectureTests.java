package dev.bobbin;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;

/** Lists the packages and checks their dependencies. */
@AnalyzeClasses(
        packages = "dev.bobbin",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTests.DoNotIncludeGenerated.class})
class ArchitectureTests {

    /** Excludes the classes that Spring generates ahead of time, during the build. */
    static final class DoNotIncludeGenerated implements ImportOption {

        @Override
        public boolean includes(Location location) {
            return !location.contains("__") && !location.contains("$$");
        }
    }

    @ArchTest
    static final ArchRule everyClassIsInAKnownPackage = classes()
            .should()
            .resideInAnyPackage(
                    "dev.bobbin",
                    "dev.bobbin.thread",
                    "dev.bobbin.thread.request",
                    "dev.bobbin.transfer",
                    "dev.bobbin.transfer.body",
                    "dev.bobbin.transfer.command",
                    "dev.bobbin.transfer.conversation",
                    "dev.bobbin.transfer.thread",
                    "dev.bobbin.conversation",
                    "dev.bobbin.conversation.request",
                    "dev.bobbin.retention",
                    "dev.bobbin.sequence",
                    "dev.bobbin.idempotency",
                    "dev.bobbin.security",
                    "dev.bobbin.web",
                    "dev.bobbin.web.error",
                    "dev.bobbin.web.filter",
                    "dev.bobbin.web.id",
                    "dev.bobbin.web.json",
                    "dev.bobbin.web.limit",
                    "dev.bobbin.web.openapi",
                    "dev.bobbin.web.page",
                    "dev.bobbin.web.ui",
                    "dev.bobbin.database",
                    "dev.bobbin.database.backup",
                    "dev.bobbin.database.failure",
                    "dev.bobbin.database.h2",
                    "dev.bobbin.database.h2.content",
                    "dev.bobbin.telemetry",
                    "dev.bobbin.startup");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.bobbin.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule threadDependencies =
            usesOnly("thread", "sequence", "idempotency", "security", "web", "database");

    @ArchTest
    static final ArchRule transferDependencies =
            usesOnly("transfer", "thread", "conversation", "sequence", "security", "web", "database");

    @ArchTest
    static final ArchRule transferBodyDependencies = usesOnly("transfer.body", "web");

    @ArchTest
    static final ArchRule transferCommandDependencies = usesOnly("transfer.command", "database");

    @ArchTest
    static final ArchRule transferKnowsNoKind = noClasses()
            .that()
            .resideInAnyPackage("dev.bobbin.transfer", "dev.bobbin.transfer.body")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.bobbin.thread..",
                    "dev.bobbin.conversation..",
                    "dev.bobbin.transfer.thread..",
                    "dev.bobbin.transfer.conversation..")
            .because("a TransferKind describes it");

    @ArchTest
    static final ArchRule sequenceDependencies = usesOnly("sequence", "idempotency", "web", "database");

    @ArchTest
    static final ArchRule conversationDependencies =
            usesOnly("conversation", "sequence", "idempotency", "security", "web", "database");

    @ArchTest
    static final ArchRule conversationRequestDependencies = usesOnly("conversation.request", "web");

    @ArchTest
    static final ArchRule retentionDependencies = usesOnly("retention", "sequence", "security", "database");

    @ArchTest
    static final ArchRule idempotencyDependencies = usesOnly("idempotency", "security", "web", "database");

    @ArchTest
    static final ArchRule securityDependencies = usesOnly("security", "web");

    @ArchTest
    static final ArchRule telemetryDependencies = usesOnly("telemetry", "web", "security");

    @ArchTest
    static final ArchRule databaseDependencies = usesOnly("database");

    @ArchTest
    static final ArchRule databaseContentDependencies = usesOnly("database.h2.content");

    @ArchTest
    static final ArchRule webUsesNoOtherPackage = noClasses()
            .that(resideInAPackage("dev.bobbin.web..").and(DescribedPredicate.not(resideInAPackage("..web.error"))))
            .should()
            .dependOnClassesThat(bobbinPackagesExcept("web"));

    @ArchTest
    static final ArchRule webErrorUsesOnlyDatabaseFailure = noClasses()
            .that()
            .resideInAPackage("dev.bobbin.web.error")
            .should()
            .dependOnClassesThat(bobbinPackagesExcept("web")
                    .and(DescribedPredicate.not(resideInAPackage("dev.bobbin.database.failure"))));

    @ArchTest
    static final ArchRule onlyTransferUsesThread = noClasses()
            .that()
            .resideOutsideOfPackages("dev.bobbin.thread..", "dev.bobbin.transfer.thread..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.bobbin.thread..")
            .because("a message never exists outside its thread");

    @ArchTest
    static final ArchRule onlyTransferUsesConversation = noClasses()
            .that()
            .resideOutsideOfPackages("dev.bobbin.conversation..", "dev.bobbin.transfer.conversation..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.bobbin.conversation..")
            .because("an item never exists outside its conversation");

    @ArchTest
    static final ArchRule requestsDoNotUseSpring = noClasses()
            .that()
            .resideInAnyPackage("dev.bobbin.thread.request", "dev.bobbin.conversation.request")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..");

    private static ArchRule usesOnly(String name, String... others) {
        String[] allowed = Stream.concat(Stream.of(name), Stream.of(others)).toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage("dev.bobbin." + name + "..")
                .should()
                .dependOnClassesThat(bobbinPackagesExcept(allowed));
    }

    private static DescribedPredicate<JavaClass> bobbinPackagesExcept(String... names) {
        String[] packages =
                Stream.of(names).map(name -> "dev.bobbin." + name + "..").toArray(String[]::new);
        return resideInAPackage("dev.bobbin..").and(DescribedPredicate.not(resideInAnyPackage(packages)));
    }
}
