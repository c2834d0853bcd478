package org.losses4j.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.losses4j.AllowedValues;
import org.losses4j.Losses;
import org.losses4j.Objective;
import org.losses4j.engine.Engine;
import org.losses4j.engine.memory.Elements;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Precision;
import org.losses4j.tensor.Shape;

/** What the engine says of many values at once is what {@link AllowedValues#allow} says of each. */
class ValueProgramsTest {
    private static final int ROWS = 71;
    private static final int COLUMNS = 67;
    private static final Shape SHAPE = Shape.of(ROWS, COLUMNS);
    private static final List<AllowedValues> RULES = List.of(
            AllowedValues.BINARY,
            AllowedValues.SIGNS,
            AllowedValues.COUNTS,
            AllowedValues.NOT_NEGATIVE,
            AllowedValues.classIndex(5, null),
            AllowedValues.classIndex(50_257, -100),
            new AllowedValues(-0x1p21, 0x1p30, true, 0.5, "whole numbers, or a half", ""),
            new AllowedValues(Double.NEGATIVE_INFINITY, 0.25, false, null, "at most a quarter", ""));
    private static final double[] CANDIDATES = {
        0,
        -0.0,
        1,
        -1,
        2,
        0.5,
        -0.5,
        0.25,
        0.75,
        4,
        5,
        -2,
        50_256,
        50_257,
        -100,
        -99.5,
        1 + 0x1p-23,
        1 - 0x1p-24,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        0x1p22,
        0x1p22 + 0.5,
        0x1p22 - 0.25,
        0x1p23 - 0.5,
        0x1p23 + 1,
        -0x1p20 - 0.125,
        0x1p24,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
    };

    @ParameterizedTest
    @EnumSource
    void oneValueAmongThousandsIsFound(Precision precision) {
        ValuePrograms programs = new ValuePrograms(new Engine());
        // Rows of a wider matrix, so that there are elements between them that nobody may look at.
        Layout layout = new Layout(SHAPE, List.of(COLUMNS + 3, 1), Layout.Storage.ARRAY);
        for (AllowedValues allowed : RULES) {
            double usual = allowed.allow(1) ? 1 : 0;
            ValuePrograms.Look look =
                    programs.of(allowed, precision, layout).orElseThrow(() -> new AssertionError(allowed.toString()));
            for (int i = 0; i < CANDIDATES.length; i++) {
                double[] memory = new double[ROWS * (COLUMNS + 3)];
                Arrays.fill(memory, -7.5);
                for (int row = 0; row < ROWS; row++) {
                    Arrays.fill(memory, row * (COLUMNS + 3), row * (COLUMNS + 3) + COLUMNS, usual);
                }
                memory[(31 * i + 5) % ROWS * (COLUMNS + 3) + (17 * i + 66) % COLUMNS] = CANDIDATES[i];
                double candidate = precision == Precision.FLOAT32 ? (float) CANDIDATES[i] : CANDIDATES[i];
                boolean allow = allowed.allow(candidate);
                boolean passes = look.passes(elements(memory, precision));
                // Whole numbers beyond the reach of a quick look may be looked at again one by one.
                boolean unsure = allow && allowed.whole() && Math.abs(candidate) > 0x1p21;
                assertTrue(
                        passes == allow || (unsure && !passes),
                        () -> candidate + " under " + allowed + " in " + precision + " passes: " + passes);
            }
        }
    }

    /** A run of values, whose length is no power of two, is looked at in parts: no value is left out, and none behind them is read. */
    @ParameterizedTest
    @EnumSource
    void eachValueOfARunIsLookedAt(Precision precision) {
        ValuePrograms programs = new ValuePrograms(new Engine());
        for (Layout layout : List.of(
                Layout.rowMajor(Shape.of(4_096)),
                Layout.rowMajor(Shape.of(4_097, 1)),
                Layout.columnMajor(Shape.of(71, 67, 3)),
                new Layout(Shape.of(5, 67, 31), List.of(67, 1, 335), Layout.Storage.ARRAY))) {
            ValuePrograms.Look look =
                    programs.of(AllowedValues.BINARY, precision, layout).orElseThrow();
            int size = layout.shape().size();
            double[] memory = new double[3 + size + 1];
            memory[2] = 7;
            memory[3 + size] = 7;
            assertTrue(look.passes(elements(memory, precision).from(3)), layout.toString());
            for (int at = 0; at < size; at++) {
                memory[3 + at] = 7;
                assertFalse(look.passes(elements(memory, precision).from(3)), layout + " at " + at);
                memory[3 + at] = 0;
            }
        }
    }

    private static Elements elements(double[] values, Precision precision) {
        if (precision == Precision.FLOAT64) {
            return Elements.of(values, 0);
        }
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return Elements.of(floats, 0);
    }

    @ParameterizedTest
    @EnumSource
    void whatCannotBeToldExactlyIsLeftToOthers(Precision precision) {
        ValuePrograms programs = new ValuePrograms(new Engine());
        Layout layout = Layout.rowMajor(SHAPE);
        AllowedValues tenth = new AllowedValues(0, 0.1, false, null, "up to a tenth", "");
        assertEquals(
                precision == Precision.FLOAT64,
                programs.of(tenth, precision, layout).isPresent());
        AllowedValues low = new AllowedValues(-0x1p60, 0, true, null, "whole", "");
        assertEquals(Optional.empty(), programs.of(low, precision, layout));
        assertEquals(Optional.empty(), programs.of(AllowedValues.BINARY, precision, Layout.rowMajor(Shape.of(63, 65))));
    }

    @ParameterizedTest
    @EnumSource
    void messagesAreThoseOfFewValuesAndNanPasses(Precision precision) {
        Objective hinge = Objective.of(Losses.of("hinge"));
        Layout layout = Layout.rowMajor(SHAPE);
        Map<String, Layout> inputs = new LinkedHashMap<>();
        inputs.put("prediction", layout);
        inputs.put("target", layout);
        FusedObjective fused = new FusedObjectives(new Engine(), new Programs())
                .prepare(hinge, Computation.VALUE, precision, inputs, Map.of())
                .orElseThrow();
        double[] target = new double[SHAPE.size()];
        Arrays.fill(target, -1);
        Elements prediction = elements(new double[SHAPE.size()], precision);
        assertEquals(1, fused.run(List.of(prediction, elements(target, precision)), List.of())[0]);
        target[70 * COLUMNS + 66] = 3;
        String message = String.valueOf(assertThrows(
                        IllegalArgumentException.class,
                        () -> fused.run(List.of(prediction, elements(target, precision)), List.of()))
                .getMessage());
        assertTrue(message.startsWith("hinge: the input 'target' must be −1 or 1"), message);
        assertTrue(message.contains("got 3 at [70, 66]"), message);
        target[70 * COLUMNS + 66] = Double.NaN;
        assertTrue(Double.isNaN(fused.run(List.of(prediction, elements(target, precision)), List.of())[0]));
    }

    @ParameterizedTest
    @EnumSource
    void anIndexThatIsNanIsFoundAmongThousands(Precision precision) {
        Map<String, Layout> inputs = new LinkedHashMap<>();
        inputs.put("prediction", Layout.rowMajor(Shape.of(5000, 2)));
        inputs.put("target", Layout.rowMajor(Shape.of(5000)));
        FusedObjective fused = new FusedObjectives(new Engine(), new Programs())
                .prepare(
                        Objective.of(Losses.of("sparse_categorical_cross_entropy")),
                        Computation.VALUE,
                        precision,
                        inputs,
                        Map.of())
                .orElseThrow();
        Elements prediction = elements(new double[10_000], precision);
        double[] target = new double[5000];
        assertTrue(Double.isFinite(fused.run(List.of(prediction, elements(target, precision)), List.of())[0]));
        target[4321] = Double.NaN;
        String message = String.valueOf(assertThrows(
                        IllegalArgumentException.class,
                        () -> fused.run(List.of(prediction, elements(target, precision)), List.of()))
                .getMessage());
        assertTrue(message.contains("got NaN at [4321]"), message);
    }
}
