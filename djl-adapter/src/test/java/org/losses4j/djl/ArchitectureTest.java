package org.losses4j.djl;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import org.losses4j.SharedRules;

/** Dependencies of the adapter point one way, and what others depend on keeps its names. */
@AnalyzeClasses(packages = "org.losses4j.djl", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchTests SHARED = ArchTests.in(SharedRules.class);
}
