package org.losses4j.dl4j;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.losses4j.PublicTypes;
import org.losses4j.SharedRules;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/** Dependencies of the adapter point one way, and what others depend on keeps its names. */
@AnalyzeClasses(packages = "org.losses4j.dl4j", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchTests SHARED = ArchTests.in(SharedRules.class);

    @ArchTest
    static final ArchRule ARRAYS_KNOW_NO_NETWORKS = classes()
            .that()
            .resideInAnyPackage("org.losses4j.dl4j.internal.array", "org.losses4j.dl4j.nd4j")
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackage("org.deeplearning4j..");

    /** Who imports no models of Keras needs no deeplearning4j-modelimport. */
    @ArchTest
    static final ArchRule MODEL_IMPORT_IS_OPTIONAL = noClasses()
            .that()
            .resideOutsideOfPackage("org.losses4j.dl4j.keras")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.losses4j.dl4j.keras", "org.deeplearning4j.nn.modelimport..");

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
