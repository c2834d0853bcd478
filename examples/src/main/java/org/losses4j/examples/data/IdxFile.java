package org.losses4j.examples.data;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
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
 * A file of unsigned bytes in the IDX format of MNIST: 0, 0, 8, the number of axes, the extents as big-endian integers, and
 * the bytes; plain or gzipped.
 *
 * @param path the path that the file was read from, for messages
 * @param extents the extents of the axes
 * @param bytes the bytes in row-major order
 */
@SuppressWarnings("ArrayRecordComponent") // it only holds data, and is never compared
record IdxFile(Path path, int[] extents, byte[] bytes) {
    private static final int UNSIGNED_BYTES = 8;
    private static final int GZIP_MAGIC = 0x1f8b;
    private static final long TOO_LARGE = Integer.MAX_VALUE - 64L;

    /**
     * Reads a file.
     *
     * @param axes how many it must have
     * @throws IOException if it cannot be read, or is malformed; the message has file and byte
     */
    static IdxFile read(Path path, int axes) throws IOException {
        try (InputStream stream = open(path)) {
            return read(path, axes, stream);
        } catch (EOFException | ZipException e) {
            // The header of the gzip format itself; what is behind it is read below.
            throw damaged(path, 0, e);
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
            if (extents[axis] < 1) {
                throw new IOException(path + ", byte " + (4 + 4 * axis) + ": axis " + axis + " cannot have extent "
                        + Integer.toUnsignedString(extents[axis]));
            }
            size = Math.min(size * extents[axis], TOO_LARGE); // two factors below 2³¹ do not overflow
        }
        if (size >= TOO_LARGE) {
            throw new IOException(
                    path + ", byte 4: an array cannot have the extents " + joined(extents) + ": at least one is wrong");
        }
        byte[] bytes = bytes(path, stream, header.capacity(), (int) size);
        if (bytesLeft(path, stream, header.capacity() + size)) {
            throw new IOException(path + ", byte " + (header.capacity() + size) + ": more data than " + of(extents));
        }
        return new IdxFile(path, extents, bytes);
    }

    private static byte[] bytes(Path path, InputStream stream, int from, int count) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        int read = 0;
        while (bytes.size() < count && read >= 0) {
            bytes.write(buffer, 0, read);
            try {
                read = stream.read(buffer, 0, Math.min(buffer.length, count - bytes.size()));
            } catch (EOFException | ZipException e) {
                throw damaged(path, from + (long) bytes.size(), e);
            }
        }
        if (bytes.size() < count) {
            throw new IOException(path + ", byte " + (from + bytes.size()) + ": the file ends, but " + count
                    + " bytes are due from byte " + from + " on");
        }
        return bytes.toByteArray();
    }

    private static boolean bytesLeft(Path path, InputStream stream, long at) throws IOException {
        try {
            return stream.read() >= 0;
        } catch (EOFException | ZipException e) {
            throw damaged(path, at, e);
        }
    }

    /** A gzipped file that is cut short, or whose bytes have changed; {@code at} counts what it unpacks to. */
    private static IOException damaged(Path path, long at, IOException cause) throws IOException {
        String what = cause instanceof EOFException
                ? "the file is cut short: its " + Files.size(path) + " gzipped bytes end there"
                : "the gzipped data are damaged: " + cause.getMessage();
        return new IOException(path + ", byte " + at + " of what it unpacks to: " + what, cause);
    }

    private static String of(int[] extents) {
        return joined(extents) + " bytes";
    }

    private static String joined(int[] extents) {
        return Arrays.stream(extents).mapToObj(Integer::toString).collect(Collectors.joining("×"));
    }

    /** The byte of the file at which these bytes begin. */
    long start() {
        return 4L + 4L * extents.length;
    }
}
