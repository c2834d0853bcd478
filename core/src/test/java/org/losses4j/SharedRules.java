package org.losses4j;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/** What holds in core and in every adapter. */
public final class SharedRules {
    private SharedRules() {}

    @ArchTest
    static final ArchRule NO_PACKAGES_DEPEND_ON_ONE_ANOTHER =
            SlicesRuleDefinition.slices().matching("org.losses4j.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule PRODUCTION_KNOWS_NO_TEST_KIT = noClasses()
            .that()
            .resideOutsideOfPackage("..conformance..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..conformance..");

    @ArchTest
    static final ArchRule THE_ENGINE_ALONE_USES_ITS_INTERNALS = noClasses()
            .that()
            .resideOutsideOfPackage("org.losses4j.engine..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.losses4j.engine.internal..");

    @ArchTest
    static final ArchRule NOTHING_IS_PRINTED = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static void publicTypesAreThoseOfTheList(JavaClasses classes) {
        PublicTypes.check(classes);
    }
}
