package io.drover.agent;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.drover.testkit.HouseRules;

/**
 * The house rules, but for the one that leaves subscribing to the services' runtime: the agent carries none, so its two edges (the
 * link, a command's input) subscribe themselves and own what they subscribed.
 */
@AnalyzeClasses(packages = "io.drover.agent", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule asynchrony = HouseRules.ASYNCHRONY_ONLY_AT_THE_EDGES;

    @ArchTest
    static final ArchRule time = HouseRules.TIME_IDS_AND_DICE_ARE_INJECTED;

    @ArchTest
    static final ArchRule blocking = HouseRules.NOBODY_BLOCKS;

    @ArchTest
    static final ArchRule cycles = HouseRules.FEATURES_ARE_FREE_OF_CYCLES;

    @ArchTest
    static final ArchRule names = HouseRules.NAMES_SAY_WHAT_A_CLASS_IS;

    @ArchTest
    static final ArchRule nulls = HouseRules.PACKAGES_ARE_NULL_MARKED;
}
