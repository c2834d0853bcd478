package org.losses4j.examples.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A file of unsigned bytes in the IDX format of MNIST: 0, 0, 8, the number of axes, the extents as big-endian integers,
 * and the bytes; plain or gzipped.
 *
 * @param path where it was read from, for messages
 * @param extents of the axes
 * @param bytes in row-major order
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
record IdxFile(Path path, int[] extents, byte[] bytes) {
    private static final int UNSIGNED_BYTES = 8;
    private static final int GZIP_MAGIC = 0x1f8b;

    /**
     * Reads a file.
     *
     * @param axes how many it must have
     * @throws IOException if it cannot be read, or is malformed; the message has file and byte
     */
    static IdxFile read(Path path, int axes) throws IOException {
        try (InputStream stream = open(path)) {
            return read(path, axes, stream);
        } catch (ZipException e) {
            throw new IOException(path + ": the gzipped data are damaged: " + e.getMessage(), e);
        }
    }

    private static InputStream open(Path path) throws IOException {
        BufferedInputStream stream = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
        try {
            stream.mark(2);
            int magic = stream.read() << 8 | stream.read();
            stream.reset();
            return magic == GZIP_MAGIC ? new GZIPInputStream(stream, 1 << 16) : stream;
        } catch (IOException e) {
            stream.close();
            throw e;
        }
    }

    private static IdxFile read(Path path, int axes, InputStream stream) throws IOException {
        ByteBuffer header = ByteBuffer.wrap(bytes(path, stream, 0, 4 + 4 * axes));
        int magic = header.getInt();
        int wanted = UNSIGNED_BYTES << 8 | axes;
        if (magic != wanted) {
            throw new IOException(String.format(
                    "%s, byte 0: not an IDX file of unsigned bytes with %d axes: it begins with %08x instead of %08x",
                    path, axes, magic, wanted));
        }
        int[] extents = new int[axes];
        long size = 1;
        for (int axis = 0; axis < axes; axis++) {
            extents[axis] = header.getInt();
            size *= extents[axis];
            if (extents[axis] < 1 || size > Integer.MAX_VALUE - 64) {
                throw new IOException(
                        path + ", byte " + (4 + 4 * axis) + ": axis " + axis + " cannot have extent " + extents[axis]);
            }
        }
        byte[] bytes = bytes(path, stream, header.capacity(), (int) size);
        if (stream.read() >= 0) {
            throw new IOException(path + ", byte " + (header.capacity() + size) + ": more data than " + of(extents));
        }
        return new IdxFile(path, extents, bytes);
    }

    private static byte[] bytes(Path path, InputStream stream, int from, int count) throws IOException {
        byte[] bytes = stream.readNBytes(count);
        if (bytes.length < count) {
            throw new IOException(path + ", byte " + (from + bytes.length) + ": the file ends, but " + count
                    + " bytes are due from byte " + from + " on");
        }
        return bytes;
    }

    private static String of(int[] extents) {
        return Arrays.stream(extents).mapToObj(Integer::toString).collect(Collectors.joining("×", "", " bytes"));
    }

    /** The byte of the file at which these bytes begin. */
    long start() {
        return 4L + 4L * extents.length;
    }
}
