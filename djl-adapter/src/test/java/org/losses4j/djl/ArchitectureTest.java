package org.losses4j.djl;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import org.losses4j.SharedRules;

/** Dependencies of the adapter point one way, and what others depend on keeps its names. */
@AnalyzeClasses(packages = "org.losses4j.djl", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchTests SHARED = ArchTests.in(SharedRules.class);

    @ArchTest
    static final ArchRule ONE_CLASS_CALLS_THE_ENGINES_OWN_METHODS = noClasses()
            .that()
            .resideOutsideOfPackage("org.losses4j.djl.internal.pytorch")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl.pytorch..");
}
