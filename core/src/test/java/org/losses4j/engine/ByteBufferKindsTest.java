package org.losses4j.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.losses4j.Objective;
import org.losses4j.engine.memory.Elements;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Precision;
import org.losses4j.execution.Programs;
import org.losses4j.graph.Graph;
import org.losses4j.tensor.Shape;

/** A kernel that HotSpot has compiled for one kind of byte buffer computes the same bits from all others. */
class ByteBufferKindsTest {
    private static final int ROWS = 40;
    private static final int COLUMNS = 37;
    private static final int SIZE = ROWS * COLUMNS;
    private static final int BYTES = Float.BYTES * SIZE;
    /** Enough for HotSpot to compile vectors for good, and for what it left out. */
    private static final int RUNS = 6_000;

    private static final int BEFORE = 5 * Float.BYTES;

    private enum Kind {
        DIRECT(() -> ByteBuffer.allocateDirect(BYTES)),
        HEAP(() -> ByteBuffer.allocate(BYTES)),
        SLICE_OF_DIRECT(() -> ByteBuffer.allocateDirect(BYTES + BEFORE).slice(BEFORE, BYTES)),
        LARGER_WITH_A_LIMIT(() -> ByteBuffer.allocateDirect(2 * BYTES).limit(BYTES)),
        DIRECT_WITH_AN_OFFSET(() -> ByteBuffer.allocateDirect(BYTES + BEFORE), BEFORE),
        HEAP_WITH_AN_OFFSET(() -> ByteBuffer.allocate(BYTES + BEFORE), BEFORE);

        private final Supplier<ByteBuffer> allocation;
        private final int before;

        Kind(Supplier<ByteBuffer> allocation) {
            this(allocation, 0);
        }

        Kind(Supplier<ByteBuffer> allocation, int before) {
            this.allocation = allocation;
            this.before = before;
        }

        Elements elements(ByteBuffer bytes) {
            return Elements.of(bytes, Precision.FLOAT32, before / Float.BYTES);
        }

        ByteBuffer allocate() {
            return allocation.get().order(ByteOrder.nativeOrder());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mean_squared_error",
                "huber",
                "categorical_cross_entropy",
                "binary_cross_entropy",
                "sigmoid_focal(gamma=1.5)"
            })
    void kindsByTurns(String loss) {
        Shape shape = Shape.of(ROWS, COLUMNS);
        Layout layout = Layout.rowMajor(shape).in(Layout.Storage.BYTES);
        Map<String, Shape> shapes = new LinkedHashMap<>();
        Map<String, Layout> layouts = new LinkedHashMap<>();
        for (String role : List.of("prediction", "target")) {
            shapes.put(role, shape);
            layouts.put(role, layout);
        }
        Graph graph = new Programs().value(Objective.parse(loss), shapes).withGradient(List.of("prediction"));
        EngineOptions options = new EngineOptions().with(EngineOptions.Vectors.WHERE_PRESENT);
        Compilation compilation = new Engine(options)
                .compile(
                        graph,
                        Precision.FLOAT32,
                        layouts,
                        List.of(Layout.rowMajor(Shape.of()).in(Layout.Storage.BYTES), layout));
        FusedProgram program =
                assertInstanceOf(Compilation.Compiled.class, compilation).program();
        float[] wanted = gradient(program, Kind.HEAP, false, 1);
        for (Kind kind : Stream.concat(Stream.of(Kind.DIRECT, Kind.HEAP), Stream.of(Kind.values()))
                .toList()) {
            for (boolean readOnly : new boolean[] {false, true}) {
                int runs = kind == Kind.DIRECT ? RUNS : RUNS / 20;
                assertArrayEquals(wanted, gradient(program, kind, readOnly, runs), kind + " " + readOnly);
            }
        }
    }

    /** The gradient of the last of some runs. */
    private static float[] gradient(FusedProgram program, Kind kind, boolean readOnly, int runs) {
        List<Elements> given = Stream.of(0, 1)
                .map(input -> {
                    ByteBuffer bytes = kind.allocate();
                    for (int i = 0; i < SIZE; i++) {
                        bytes.putFloat(
                                kind.before + Float.BYTES * i,
                                input == 0 ? (i * 7919 % 101 - 50) / 12f : i * 31 % 3 / 2f);
                    }
                    return kind.elements(readOnly ? bytes.asReadOnlyBuffer() : bytes);
                })
                .toList();
        ByteBuffer value = ByteBuffer.allocateDirect(Float.BYTES);
        ByteBuffer gradient = kind.allocate();
        List<Elements> results = List.of(Elements.of(value, Precision.FLOAT32, 0), kind.elements(gradient));
        for (int run = 0; run < runs; run++) {
            program.run(given, results);
        }
        float[] numbers = new float[SIZE];
        gradient.position(kind.before).asFloatBuffer().get(numbers);
        return numbers;
    }
}
