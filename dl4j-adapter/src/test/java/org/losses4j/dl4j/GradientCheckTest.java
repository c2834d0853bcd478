package org.losses4j.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** The table of gradient checks in docs/, which is written anew under -Dlosses4j.write=true. */
class GradientCheckTest {
    private static final Path TABLE = Path.of("..", "docs", "dl4j-gradient-checks.md");
    private static DataType before = DataType.FLOAT;

    // GradientCheckUtil looks at the process-wide default.
    @BeforeAll
    static void useDoubles() {
        before = Nd4j.dataType();
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
    }

    @AfterAll
    static void restore() {
        Nd4j.setDefaultDataTypes(before, before);
    }

    @Test
    void everyLossUnderEveryLayerWithEveryMask() throws IOException {
        GradientCheckTable table = GradientCheckTable.make();
        assertTrue(table.unexplained().isEmpty(), () -> String.join("\n", table.unexplained()));
        if (Boolean.getBoolean("losses4j.write")) {
            Files.createDirectories(TABLE.getParent());
            Files.writeString(TABLE, table.markdown());
        }
        assertEquals(
                Files.readString(TABLE),
                table.markdown(),
                "docs/dl4j-gradient-checks.md is stale; run with" + " -Dtest=GradientCheckTest -Dlosses4j.write=true");
    }
}
