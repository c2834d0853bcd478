import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.LibUtils;
import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.losses4j.Objective;
import org.losses4j.engine.Compilation;
import org.losses4j.engine.Engine;
import org.losses4j.engine.memory.Elements;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Precision;
import org.losses4j.execution.Programs;
import org.losses4j.graph.Graph;
import org.losses4j.graph.Node;
import org.losses4j.tensor.Shape;

/** Checks and times reading an array's address through PyTorch's C interface, and what it could save on the CPU. */
public final class DataPointer {
    public static void main(String[] arguments) throws Exception {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            NDArray base = manager.randomNormal(new ai.djl.ndarray.types.Shape(1000, 1024));
            NDArray view = base.transpose();
            Function address = NativeLibrary.getInstance(library().toString()).getFunction("aoti_torch_get_data_ptr");
            PointerByReference found = new PointerByReference();
            for (NDArray array : List.of(base, view, base.get("3:5"), base.get(":,7:9"))) {
                int status = address.invokeInt(new Object[] {handle(array), found});
                boolean right = status == 0 && found.getValue().getFloat(0) == array.flatten().getFloat(0);
                System.out.println(array.getShape() + (right ? ": the address is right" : ": WRONG"));
            }
            Pointer handle = handle(view);
            print("address by JNA", 3000, () -> address.invokeInt(new Object[] {handle, found}));
            print("toByteBuffer of a contiguous array", 3000, () -> base.toByteBuffer(true));
            print("copy of a transposed [1024, 1000]", 300, () -> view.toByteBuffer(true));
        }
        Shape shape = Shape.of(1024, 1000);
        print("mean_squared_error in the engine, row by row", 2000, engine(shape, Layout.rowMajor(shape)));
        print("mean_squared_error in the engine, column by column", 2000, engine(shape, Layout.columnMajor(shape)));
    }

    private static Path library() throws Exception {
        String folder = LibUtils.getLibtorchPath();
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            return files.filter(file -> file.toString().contains("torch_cpu")).findFirst().orElseThrow();
        }
    }

    private static Pointer handle(NDArray array) {
        return new Pointer(((PtNDArray) array).getHandle());
    }

    private static Runnable engine(Shape shape, Layout prediction) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put("prediction", shape);
        shapes.put("target", shape);
        Map<String, Layout> inputs = Map.of("prediction", prediction, "target", Layout.rowMajor(shape));
        Graph graph = new Programs()
                .value(Objective.parse("mean_squared_error"), shapes)
                .withGradient(List.of("prediction"));
        List<Layout> results = new ArrayList<>();
        List<Elements> written = new ArrayList<>();
        for (Node node : graph.outputs()) {
            results.add(node.shape().equals(shape) ? prediction : Layout.rowMajor(node.shape()));
            written.add(Elements.of(new float[node.shape().size()], 0));
        }
        Compilation.Compiled compiled =
                (Compilation.Compiled) new Engine().compile(graph, Precision.FLOAT32, inputs, results);
        List<Elements> read = compiled.program().roles().stream()
                .map(role -> Elements.of(new float[shape.size()], 0))
                .toList();
        return () -> compiled.program().run(read, written);
    }

    /** The median of the second half of the runs. */
    private static void print(String what, int runs, Runnable action) {
        double[] times = new double[runs];
        for (int i = 0; i < runs; i++) {
            long begun = System.nanoTime();
            action.run();
            times[i] = (System.nanoTime() - begun) / 1e3;
        }
        double[] late = Arrays.copyOfRange(times, runs / 2, runs);
        Arrays.sort(late);
        System.out.printf("%s: %.2f µs%n", what, late[late.length / 2]);
    }
}
