package org.losses4j.examples.cli;

import ai.djl.engine.Engine;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.losses4j.LossObjective;
import org.losses4j.LossSpec;
import org.losses4j.djl.torchscript.ObjectiveModule;
import org.losses4j.engine.memory.Precision;
import org.losses4j.examples.report.RunFolder;
import org.losses4j.tensor.ReferenceTensor;

/**
 * Writes exported losses: {@code manifest.json}, the TorchScript modules in {@code modules.zip}, and large arrays in {@code
 * arrays.zip}. The folder is complete or not there.
 */
final class ExportFolder implements AutoCloseable {
    static final String MANIFEST = "manifest.json";
    static final String MODULES = "modules.zip";
    static final String ARRAYS = "arrays.zip";

    private static final String FORMAT = "losses4j-export-1";
    /** The tolerance of float32 results, as of the execution engine32. */
    private static final double FLOAT32_TOLERANCE = 2e-5;
    /** Of large batches of CTC: by this much PyTorch's own ctc_loss, which the module calls, differs between its two types. */
    private static final double FLOAT32_CTC_TOLERANCE = 1e-4;
    /** Larger arrays are not written out as text. */
    private static final int LARGE = 4096;

    /** The recorded cases whose results float32 cannot hold to its tolerance. */
    private static final Map<String, String> FLOAT32_LIMITS = Map.of(
            "ctc/9", "in which PyTorch's own ctc_loss is off by 0.0005, for log-probabilities of size 5000",
            "negative_binomial_nll/16", "in which terms of size 72000, which float32 holds to 0.008, cancel to 9");

    private static final ObjectWriter WRITER = JsonMapper.builder().build().writerWithDefaultPrettyPrinter();

    private final RunFolder folder;
    private final ZipOutputStream modules;
    private final ZipOutputStream arrays;
    private final List<Map<String, Object>> losses = new ArrayList<>();
    private final Map<String, String> written = new HashMap<>();
    private int files;

    private ExportFolder(RunFolder folder) throws IOException {
        this.folder = folder;
        this.modules = new ZipOutputStream(Files.newOutputStream(folder.file(MODULES)));
        this.arrays = new ZipOutputStream(Files.newOutputStream(folder.file(ARRAYS)));
    }

    /**
     * A folder to write to.
     *
     * @throws IOException if it is neither new, nor empty, nor an earlier export's
     */
    static ExportFolder open(Path target) throws IOException {
        return new ExportFolder(RunFolder.open(target));
    }

    /** Begins a loss, to which the cases that follow belong. */
    Entry loss(String name) {
        return new Entry(name);
    }

    /** Puts everything in its place. */
    void publish() throws IOException {
        modules.close();
        arrays.close();
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("format", FORMAT);
        manifest.put("pytorch", Engine.getInstance().getVersion());
        manifest.put("modules", MODULES);
        manifest.put("arrays", ARRAYS);
        manifest.put("losses", losses);
        Files.writeString(folder.file(MANIFEST), WRITER.writeValueAsString(manifest) + "\n");
        folder.publish();
    }

    @Override
    public void close() throws IOException {
        modules.close();
        arrays.close();
        folder.close();
    }

    /** A loss of the manifest. */
    final class Entry {
        private final String name;
        private final List<Map<String, Object>> cases = new ArrayList<>();
        private final List<Map<String, Object>> leftOut = new ArrayList<>();

        private Entry(String name) {
            this.name = name;
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", name);
            entry.put("cases", cases);
            entry.put("left_out", leftOut);
            losses.add(entry);
        }

        /**
         * Adds a case.
         *
         * @param timed whether it is for measuring too
         */
        void add(ExportedCase exported, boolean timed) throws IOException {
            ObjectiveModule wide;
            Map<String, Object> files = new LinkedHashMap<>();
            try {
                wide = compile(exported, Precision.FLOAT64);
                files.put(text(Precision.FLOAT64), module(wide, Precision.FLOAT64));
                String limit = FLOAT32_LIMITS.get(exported.name());
                if (limit == null) {
                    files.put(text(Precision.FLOAT32), module(compile(exported, Precision.FLOAT32), Precision.FLOAT32));
                } else {
                    leaveOut(exported.name(), "not in float32, " + limit);
                }
            } catch (UnsupportedOperationException e) {
                leaveOut(exported.name(), String.valueOf(e.getMessage()));
                return;
            }
            cases.add(map(exported, wide, files, timed));
        }

        /** Notes that there is no module for a case. */
        void leaveOut(String what, String reason) {
            leftOut.add(Map.of("case", what, "reason", reason));
        }

        int cases() {
            return cases.size();
        }

        List<String> reasons() {
            return leftOut.stream()
                    .map(left -> String.valueOf(left.get("reason")))
                    .toList();
        }

        private Map<String, Object> map(
                ExportedCase exported, ObjectiveModule module, Map<String, Object> files, boolean timed)
                throws IOException {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("name", exported.name());
            map.put("objective", exported.objective().spec().toString());
            if (exported.objective() instanceof LossObjective single) {
                LossSpec spec = LossSpec.of(single.loss());
                map.put("loss", spec.toMap());
                map.put("example", text(single.reduction().example()));
                map.put("batch", text(single.reduction().batch()));
            }
            map.put("timed", timed);
            map.put("modules", files);
            List<String> whole = GeneratedInputs.whole(exported.objective(), exported.inputs());
            List<Map<String, Object>> inputs = new ArrayList<>();
            for (String role : module.roles()) {
                Map<String, Object> input = new LinkedHashMap<>();
                input.put("role", role);
                input.put("whole", whole.contains(role));
                input.putAll(array(Objects.requireNonNull(exported.inputs().get(role), role)));
                inputs.add(input);
            }
            map.put("inputs", inputs);
            List<Map<String, Object>> literals = new ArrayList<>();
            for (ReferenceTensor literal : module.literals()) {
                literals.add(array(literal));
            }
            map.put("literals", literals);
            map.put("expected", array(exported.expected()));
            Map<String, Object> gradients = new LinkedHashMap<>();
            for (Map.Entry<String, ReferenceTensor> gradient :
                    exported.gradients().entrySet()) {
                gradients.put(gradient.getKey(), array(gradient.getValue()));
            }
            map.put("gradients", gradients);
            map.put("tolerances", tolerances(exported));
            return map;
        }

        private String module(ObjectiveModule module, Precision precision) throws IOException {
            String known = written.get(module.code());
            if (known != null) {
                return known;
            }
            String file = unique(text(precision) + ".pt");
            entry(modules, file, module.archive());
            written.put(module.code(), file);
            return file;
        }

        private Map<String, Object> array(ReferenceTensor tensor) throws IOException {
            Map<String, Object> map = new LinkedHashMap<>();
            double[] values = tensor.toArray();
            map.put("shape", tensor.shape().toArray());
            if (values.length <= LARGE) {
                List<Object> numbers = new ArrayList<>(values.length);
                for (double value : values) {
                    numbers.add(number(value));
                }
                map.put("values", numbers);
                return map;
            }
            String file = unique("f32");
            ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (double value : values) {
                bytes.putFloat((float) value);
            }
            entry(arrays, file, bytes.array());
            map.put("file", file);
            return map;
        }

        private String unique(String ending) {
            files++;
            return name.replaceAll("[^A-Za-z0-9_]+", "-") + "-" + files + "." + ending;
        }
    }

    private static ObjectiveModule compile(ExportedCase exported, Precision precision) {
        return ObjectiveModule.of(
                exported.objective(),
                exported.inputs(),
                List.copyOf(exported.gradients().keySet()),
                precision);
    }

    private static Map<String, Object> tolerances(ExportedCase exported) {
        Map<String, Object> tolerances = new LinkedHashMap<>();
        for (Precision precision : Precision.values()) {
            boolean ctc = exported.scaled() && exported.objective().name().equals("ctc");
            double ofType = ctc ? FLOAT32_CTC_TOLERANCE : FLOAT32_TOLERANCE;
            double least = precision == Precision.FLOAT32 ? ofType : 0;
            Map<String, Object> tolerance = new LinkedHashMap<>();
            tolerance.put("relative", Math.max(least, exported.relativeTolerance()));
            tolerance.put("absolute", Math.max(least, exported.absoluteTolerance()));
            tolerances.put(text(precision), tolerance);
        }
        tolerances.put("scaled", exported.scaled());
        return tolerances;
    }

    private static Object number(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        return value;
    }

    private static String text(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }
}
