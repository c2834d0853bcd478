package org.losses4j.djl.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.MalformedModelException;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.loss.classification.SparseCategoricalCrossEntropy;

/** Parameters that releases have saved, a folder for each release: each can be read for ever, and computes what it did. */
class SavedParametersTest {
    private static final Path SAVED = Path.of("src/test/resources/saved");
    private static final String SUFFIX = ".params";
    private static final Shape INPUT = new Shape(5, 4);
    private static final ObjectMapper JSON = new ObjectMapper();

    private NDManager manager;

    /** What a block of a release has computed, beside its file. */
    record Computed(float[] input, List<float[]> outputs) {}

    private enum Blocks {
        COSINE_LINEAR {
            @Override
            Block block() {
                return new CosineLinear(3);
            }
        },
        CLASS_VECTORS {
            @Override
            Block block() {
                return new ClassVectors(3);
            }
        },
        LINEAR_OBJECTIVE {
            @Override
            Block block() {
                return new LinearObjective(new SparseCategoricalCrossEntropy(), 6);
            }
        },
        SHARED_ENCODER {
            @Override
            Block block() {
                return new SharedEncoder(linear(2));
            }
        },
        VARIATIONAL_AUTOENCODER {
            @Override
            Block block() {
                return new VariationalAutoencoder(linear(3), 2, new GaussianLatent(7), linear(4));
            }
        };

        abstract Block block();

        private static Block linear(int units) {
            return new SequentialBlock()
                    .add(Linear.builder().setUnits(units).build())
                    .add(Activation.tanhBlock());
        }
    }

    @BeforeEach
    void open() {
        Engine.getEngine("PyTorch").setRandomSeed(3);
        manager = NDManager.newBaseManager("PyTorch");
    }

    @AfterEach
    void close() {
        manager.close();
    }

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(SAVED)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void savedParametersComputeWhatTheyDid(Path file) throws Exception {
        String name = file.getFileName().toString().replace(SUFFIX, "");
        Block block = Blocks.valueOf(name.toUpperCase(Locale.ROOT)).block();
        load(block, Files.readAllBytes(file));
        Computed wanted = JSON.readValue(computedBy(file).toFile(), Computed.class);
        Computed now = compute(block, wanted.input());
        assertEquals(wanted.outputs().size(), now.outputs().size());
        for (int i = 0; i < now.outputs().size(); i++) {
            assertArrayEquals(wanted.outputs().get(i), now.outputs().get(i), 1e-6f);
        }
    }

    @Test
    void theFirstReleaseHasSavedEachBlock() throws IOException {
        assertEquals(
                Blocks.values().length,
                files().stream()
                        .filter(file -> file.getParent().endsWith("0.1.0"))
                        .count());
    }

    @Test
    void aFileOfANewerVersionIsRefused() throws IOException {
        byte[] file = Files.readAllBytes(SAVED.resolve("0.1.0/linear_objective.params"));
        file[0]++;
        String message = assertThrows(MalformedModelException.class, () -> load(Blocks.LINEAR_OBJECTIVE.block(), file))
                .getMessage();
        assertTrue(message.contains("version"), message);
    }

    /** Writes the parameters of a release; CONTRIBUTING.md has the command. */
    @Test
    @EnabledIfSystemProperty(named = "losses4j.save", matches = ".+")
    void save() throws IOException {
        Path release = Files.createDirectories(SAVED.resolve(System.getProperty("losses4j.save")));
        Random random = new Random(11);
        for (Blocks kind : Blocks.values()) {
            Block block = kind.block();
            Shape[] shapes = kind == Blocks.SHARED_ENCODER ? new Shape[] {INPUT, INPUT} : new Shape[] {INPUT};
            block.initialize(manager, DataType.FLOAT32, shapes);
            Path file = release.resolve(kind.name().toLowerCase(Locale.ROOT) + SUFFIX);
            try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
                block.saveParameters(out);
            }
            float[] input = new float[(int) INPUT.size()];
            for (int i = 0; i < input.length; i++) {
                input[i] = (float) random.nextGaussian();
            }
            Files.writeString(computedBy(file), JSON.writeValueAsString(compute(block, input)) + "\n");
        }
    }

    private void load(Block block, byte[] file) throws IOException, MalformedModelException {
        block.loadParameters(manager, new DataInputStream(new ByteArrayInputStream(file)));
    }

    private Computed compute(Block block, float[] input) {
        NDList inputs = new NDList(manager.create(input, INPUT));
        if (block instanceof SharedEncoder) {
            inputs.add(manager.create(input, INPUT).neg());
        }
        List<float[]> outputs = new ArrayList<>();
        for (NDArray output : block.forward(new ParameterStore(manager, false), inputs, false)) {
            outputs.add(output.toFloatArray());
        }
        return new Computed(input, outputs);
    }

    private static Path computedBy(Path file) {
        return file.resolveSibling(file.getFileName().toString().replace(SUFFIX, ".json"));
    }
}
