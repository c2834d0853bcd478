package org.losses4j.djl.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.losses4j.djl.internal.pytorch.PyTorchEngine;

/** Changes the parameters of a block in ways that DJL has no methods for: clears gradients, clips, writes and reads. */
final class Parameters {
    private Parameters() {}

    /** Sets the collected gradients to zero. */
    static void zeroGradients(Block block) {
        for (Parameter parameter : block.getParameters().values()) {
            if (parameter.requiresGradient() && PyTorchEngine.owns(parameter.getArray())) {
                PyTorchEngine.zeroGradient(parameter.getArray());
            }
        }
    }

    /** Clips every trained parameter to [−limit, limit], in place. */
    static void clip(Block block, double limit) {
        for (Parameter parameter : block.getParameters().values()) {
            if (parameter.requiresGradient()) {
                NDArray values = parameter.getArray();
                try (NDArray clipped = values.clip(-limit, limit)) {
                    overwrite(values, clipped);
                }
            }
        }
    }

    /** Overwrites through a detached alias, because PyTorch refuses in-place changes to an array that takes gradients. */
    private static void overwrite(NDArray array, NDArray values) {
        try (NDArray alias = array.stopGradient()) {
            alias.set(new NDIndex("..."), values);
        }
    }

    static void write(Block block, DataOutputStream out) throws IOException {
        out.writeInt(block.getParameters().size());
        for (Pair<String, Parameter> entry : block.getParameters()) {
            byte[] encoded = entry.getValue().getArray().encode();
            out.writeUTF(entry.getKey());
            out.writeInt(encoded.length);
            out.write(encoded);
        }
    }

    /** Reads values into the existing parameter arrays, which a trainer may hold already. */
    static void read(Block block, DataInputStream in, String where) throws IOException {
        int count = in.readInt();
        if (count != block.getParameters().size()) {
            throw new IOException(where + ": " + count + " parameters were saved, but the network has "
                    + block.getParameters().size());
        }
        for (Pair<String, Parameter> entry : block.getParameters()) {
            NDArray array = entry.getValue().getArray();
            String name = in.readUTF();
            byte[] encoded = new byte[in.readInt()];
            in.readFully(encoded);
            try (NDManager scope = array.getManager().newSubManager()) {
                NDArray saved = NDArray.decode(scope, encoded);
                if (!name.equals(entry.getKey()) || !saved.getShape().equals(array.getShape())) {
                    throw new IOException(where + ": the parameter " + name + " " + saved.getShape()
                            + " was saved, but the network has " + entry.getKey() + " " + array.getShape());
                }
                overwrite(array, saved);
            }
        }
    }
}
