package org.losses4j.examples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What users copy from uses what users may use. */
@AnalyzeClasses(packages = "org.losses4j.examples", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule EXAMPLES_NEED_NO_INTERNALS =
            noClasses().should().dependOnClassesThat().resideInAPackage("org.losses4j..internal..");

    @ArchTest
    static final ArchRule ONLY_THE_TOOL_AND_ITS_PICTURES_USE_THE_TEST_KIT = noClasses()
            .that()
            .resideOutsideOfPackages("org.losses4j.examples.cli", "org.losses4j.examples.catalogue")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..conformance..");
}
