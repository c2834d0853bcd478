package org.losses4j;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;

/** Dependencies point one way: loss → tensor and the user's interfaces; nothing depends on a framework. */
@AnalyzeClasses(packages = "org.losses4j", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchTests SHARED = ArchTests.in(SharedRules.class);

    @ArchTest
    static final ArchRule CORE_NEEDS_NOTHING = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("org.losses4j..", "java..", "org.jspecify..", "org.objectweb.asm..");

    @ArchTest
    static final ArchRule ONLY_CODE_GENERATION_WRITES_BYTECODE = noClasses()
            .that()
            .resideOutsideOfPackage("org.losses4j.engine.internal.codegen..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.objectweb.asm..");

    @ArchTest
    static final ArchRule THE_ENGINE_KNOWS_GRAPHS = classes()
            .that()
            .resideInAPackage("org.losses4j.engine..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "org.losses4j.engine..",
                    "org.losses4j.graph",
                    "org.losses4j.tensor",
                    "org.losses4j.cache",
                    "java..",
                    "org.jspecify..",
                    "org.objectweb.asm..");

    @ArchTest
    static final ArchRule THE_ENGINE_IS_A_TOWER = Architectures.layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("memory")
            .definedBy("org.losses4j.engine.memory")
            .layer("ir")
            .definedBy("org.losses4j.engine.internal.ir")
            .layer("plan")
            .definedBy("org.losses4j.engine.internal.plan")
            .layer("lane")
            .definedBy("org.losses4j.engine.internal.codegen.lane")
            .layer("codegen")
            .definedBy("org.losses4j.engine.internal.codegen")
            .layer("run")
            .definedBy("org.losses4j.engine.internal.run")
            .layer("stage")
            .definedBy("org.losses4j.engine.internal.stage")
            .layer("engine")
            .definedBy("org.losses4j.engine")
            .whereLayer("engine")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("stage")
            .mayOnlyBeAccessedByLayers("engine")
            .whereLayer("run")
            .mayOnlyBeAccessedByLayers("stage", "engine")
            .whereLayer("codegen")
            .mayOnlyBeAccessedByLayers("run", "stage", "engine")
            .whereLayer("lane")
            .mayOnlyBeAccessedByLayers("codegen", "run", "stage", "engine")
            .whereLayer("plan")
            .mayOnlyBeAccessedByLayers("lane", "codegen", "run", "stage", "engine")
            .whereLayer("ir")
            .mayOnlyBeAccessedByLayers("plan", "lane", "codegen", "run", "stage", "engine");

    @ArchTest
    static final ArchRule TENSORS_STAND_ALONE = classes()
            .that()
            .resideInAPackage("org.losses4j.tensor")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("org.losses4j.tensor", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule GRAPHS_KNOW_ONLY_TENSORS = classes()
            .that()
            .resideInAPackage("org.losses4j.graph")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "org.losses4j.graph", "org.losses4j.tensor", "org.losses4j.cache", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule LOSSES_ARE_FORMULAS = classes()
            .that()
            .resideInAPackage("org.losses4j.loss..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "org.losses4j.loss..", "org.losses4j", "org.losses4j.tensor", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule THE_ROOT_IS_THE_LANGUAGE = classes()
            .that()
            .resideInAPackage("org.losses4j")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("org.losses4j", "org.losses4j.tensor", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule NOBODY_NAMES_A_LOSS = noClasses()
            .that()
            .resideOutsideOfPackage("org.losses4j.loss..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.losses4j.loss..");

    @ArchTest
    static final ArchRule NO_STATIC_MUTABLE_STATE =
            fields().that().areStatic().should().beFinal();
}
