package org.losses4j.dl4j;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.losses4j.PublicTypes;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/** Dependencies of the adapter point one way, and what others depend on keeps its names. */
@AnalyzeClasses(packages = "org.losses4j.dl4j", importOptions = ImportOption.DoNotIncludeTests.class)
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
            .resideOutsideOfPackage("org.losses4j.dl4j.conformance")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..conformance..");

    @ArchTest
    static final ArchRule ARRAYS_KNOW_NO_NETWORKS = classes()
            .that()
            .resideInAnyPackage("org.losses4j.dl4j.internal.array", "org.losses4j.dl4j.nd4j")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackage("org.deeplearning4j..");

    @ArchTest
    static final ArchRule NOTHING_IS_PRINTED = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static void publicTypesAreThoseOfTheList(JavaClasses classes) {
        PublicTypes.check(classes);
    }

    /** Deeplearning4j writes the names of these classes into the JSON of networks. */
    @ArchTest
    static void savedNetworksKeepTheirNames(JavaClasses classes) {
        PublicTypes.check(classes, "serialized-types.txt", ArchitectureTest::isSaved);
    }

    private static boolean isSaved(JavaClass type) {
        return !type.getModifiers().contains(JavaModifier.ABSTRACT)
                && (type.isAssignableTo(Layer.class)
                        || type.isAssignableTo(GraphVertex.class)
                        || type.isAssignableTo(ILossFunction.class));
    }
}
