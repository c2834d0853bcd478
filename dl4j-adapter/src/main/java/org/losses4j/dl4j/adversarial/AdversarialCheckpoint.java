package org.losses4j.dl4j.adversarial;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The saved state of an adversarial training, as one stream: both networks with their updaters' state, and the counts of
 * steps and of random draws.
 */
record AdversarialCheckpoint(Model generator, Model critic, long step, long draws) {
    private static final String HEADER = "losses4j adversarial training 1";

    static void write(OutputStream stream, Trainee generator, Trainee critic, long step, long draws)
            throws IOException {
        DataOutputStream out = new DataOutputStream(stream);
        out.writeUTF(HEADER);
        out.writeLong(step);
        out.writeLong(draws);
        writeModel(out, generator);
        writeModel(out, critic);
        out.flush();
    }

    static AdversarialCheckpoint read(InputStream stream) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        String header = in.readUTF();
        if (!header.equals(HEADER)) {
            throw new IOException(
                    "This is not a saved adversarial training, or one of another version: it begins with '" + header
                            + "', wanted '" + HEADER + "'");
        }
        long step = in.readLong();
        long draws = in.readLong();
        return new AdversarialCheckpoint(readModel(in), readModel(in), step, draws);
    }

    private static void writeModel(DataOutputStream out, Trainee trainee) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        trainee.write(bytes);
        out.writeBoolean(trainee.model() instanceof ComputationGraph);
        out.writeInt(bytes.size());
        bytes.writeTo(out);
    }

    private static Model readModel(DataInputStream in) throws IOException {
        boolean graph = in.readBoolean();
        InputStream bytes = new ByteArrayInputStream(in.readNBytes(in.readInt()));
        return graph
                ? ModelSerializer.restoreComputationGraph(bytes, true)
                : ModelSerializer.restoreMultiLayerNetwork(bytes, true);
    }

    /** The output of a network at inference. */
    static INDArray output(Model model, INDArray input) {
        return model instanceof MultiLayerNetwork network
                ? network.output(input)
                : ((ComputationGraph) model).outputSingle(input);
    }
}
