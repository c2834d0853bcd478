package org.losses4j.djl.training;

import ai.djl.Model;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Saves a generator, a critic and their counts of steps in one file. */
record AdversarialCheckpoint(Model generator, Model critic) {
    private static final String MAGIC = "losses4j adversarial checkpoint";
    private static final int VERSION = 1;

    /** Writes the file, in full or not at all. */
    void save(Path file, long criticSteps, long generatorSteps) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path partial = Files.createTempFile(folder, "adversarial", ".partial");
        try {
            try (DataOutputStream out =
                    new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(partial)))) {
                out.writeUTF(MAGIC);
                out.writeInt(VERSION);
                out.writeLong(criticSteps);
                out.writeLong(generatorSteps);
                Parameters.write(generator.getBlock(), out);
                Parameters.write(critic.getBlock(), out);
            }
            Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /** Reads the parameters into the models; gives the counts of steps of critic and generator. */
    long[] load(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            if (!in.readUTF().equals(MAGIC) || in.readInt() != VERSION) {
                throw new IOException(file + " is not a checkpoint of this version of AdversarialTrainer");
            }
            long[] steps = {in.readLong(), in.readLong()};
            Parameters.read(generator.getBlock(), in, file + ", generator");
            Parameters.read(critic.getBlock(), in, file + ", critic");
            return steps;
        } catch (EOFException | java.io.UTFDataFormatException e) {
            throw new IOException(file + " is not a whole checkpoint of AdversarialTrainer", e);
        }
    }
}
