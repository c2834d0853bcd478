package org.losses4j.dl4j.keras;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.modelimport.keras.KerasModel;
import org.deeplearning4j.nn.modelimport.keras.exceptions.InvalidKerasConfigurationException;
import org.deeplearning4j.nn.modelimport.keras.exceptions.UnsupportedKerasConfigurationException;
import org.deeplearning4j.nn.modelimport.keras.utils.KerasModelBuilder;
import org.jspecify.annotations.Nullable;

/** An opened HDF5 file of a whole Keras model. */
final class ModelFile implements AutoCloseable {
    private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
    private static final String ZIP = "PK";
    private static final String SAVE =
            ": save it as HDF5 by Keras 2, model.save(\"model.h5\"); in Python with Keras 3 that is"
                    + " the package tf_keras";

    private final Path file;
    private final KerasModelBuilder builder;

    private ModelFile(Path file, KerasModelBuilder builder) {
        this.file = file;
        this.builder = builder;
    }

    static ModelFile open(Path file)
            throws IOException, InvalidKerasConfigurationException, UnsupportedKerasConfigurationException {
        requireHdf5(file);
        KerasModelBuilder builder = new KerasModel()
                .modelBuilder()
                .modelHdf5Filename(file.toString())
                .enforceTrainingConfig(true);
        return new ModelFile(file, builder);
    }

    /** Reads the training configuration, and hands Deeplearning4j the one that it can read. */
    TrainingConfiguration training() {
        Map<String, @Nullable Object> model = Json.object(builder.getModelJson());
        String version = String.valueOf(model.get("keras_version")).trim();
        if (!version.startsWith("1") && !version.startsWith("2")) {
            throw new IllegalArgumentException(file + " was written by Keras " + version.replaceAll("\\..*", "")
                    + ", and Deeplearning4j reads files of Keras 1 and 2" + SAVE);
        }
        if (builder.getTrainingJson() == null) {
            throw new IllegalArgumentException(file + " has no training configuration, so there is nothing to train on:"
                    + " compile the model before it is saved");
        }
        TrainingConfiguration training = TrainingConfiguration.of(builder.getTrainingJson(), outputs(model));
        builder.trainingJson(training.text());
        return training;
    }

    KerasModelBuilder builder() {
        return builder;
    }

    @Override
    public void close() {
        builder.close();
    }

    /** The names of the layers that give the outputs: of a sequential model, the last layer's. */
    private static List<String> outputs(Map<String, @Nullable Object> model) {
        Object config = model.get("config");
        List<String> outputs = new ArrayList<>();
        if (config instanceof Map<?, ?> functional && functional.get("output_layers") instanceof List<?> layers) {
            layers.forEach(layer -> outputs.add(String.valueOf(((List<?>) layer).get(0))));
            return outputs;
        }
        Object layers = config instanceof Map<?, ?> sequential ? sequential.get("layers") : config;
        if (layers instanceof List<?> list
                && !list.isEmpty()
                && list.get(list.size() - 1) instanceof Map<?, ?> last
                && last.get("config") instanceof Map<?, ?> parameters) {
            outputs.add(String.valueOf(parameters.get("name")));
        }
        return outputs;
    }

    private static void requireHdf5(Path file) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(HDF5.length);
        }
        if (Arrays.equals(start, HDF5)) {
            return;
        }
        boolean zip = new String(start, StandardCharsets.ISO_8859_1).startsWith(ZIP);
        throw new IllegalArgumentException(file
                + (zip ? " is a .keras file of Keras 3, which Deeplearning4j does not read" : " is not an HDF5 file")
                + SAVE);
    }
}
