package org.losses4j.djl;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.losses4j.PublicTypes;

/** Dependencies of the adapter point one way, and what others depend on keeps its names. */
@AnalyzeClasses(packages = "org.losses4j.djl", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule NO_PACKAGES_DEPEND_ON_ONE_ANOTHER =
            SlicesRuleDefinition.slices().matching("org.losses4j.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule THE_CORES_INTERNALS_ARE_ITS_OWN =
            noClasses().should().dependOnClassesThat().resideInAPackage("org.losses4j.engine.internal..");

    @ArchTest
    static final ArchRule PRODUCTION_KNOWS_NO_TEST_KIT = noClasses()
            .that()
            .resideOutsideOfPackage("org.losses4j.djl.conformance")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..conformance..");

    @ArchTest
    static final ArchRule NOTHING_IS_PRINTED = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static void publicTypesAreThoseOfTheList(JavaClasses classes) {
        PublicTypes.check(classes);
    }
}
