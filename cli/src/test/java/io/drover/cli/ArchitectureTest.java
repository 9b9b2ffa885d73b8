package io.drover.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;

/** What the shape of the command promises. */
@AnalyzeClasses(packages = "io.drover.cli", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule noCycles = slices().matching("io.drover.cli.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a package is one thought, and can be read alone");

    @ArchTest
    static final ArchRule decisionsDoNotAskTheServer = noClasses()
            .that()
            .resideInAnyPackage("..view..", "..compose..", "..terminal..")
            .should()
            .dependOnClassesThat()
            .haveSimpleName("ApiClient")
            .because("what is shown follows from what was asked before");

    @ArchTest
    static final ArchRule timeIsGiven = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(Random.class)
            .because("tests set the clock");

    @ArchTest
    static final ArchRule nothingHeavy = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.logging..", "org.slf4j..", "java.lang.reflect..")
            .because("start-up time is a feature");

    @ArchTest
    static final ArchRule yamlIsReadInOnePlace = noClasses()
            .that()
            .resideOutsideOfPackage("..compose..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.yaml..")
            .because("it is loaded for answer files and several compose files only");

    @ArchTest
    static final ArchRule names = noClasses()
            .should()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .because("a name says what a class is for");
}
