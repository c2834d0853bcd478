package org.losses4j.djl.internal.torchscript;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packs TorchScript modules into their file format: a zip of source text and two pickles. */
public final class TorchScriptArchive {
    // The pickle of an object of the class __torch__.M whose state is {'training': True}, set by SETITEMS, as
    // PyTorch does, and not by SETITEM, which its older versions do not read.
    private static final byte[] OBJECT = concat(
            bytes(0x80, 2),
            ascii("c__torch__\nM\n"),
            bytes(0x71, 0, 0x29, 0x81, 0x7d, 0x28, 0x58, 8, 0, 0, 0),
            ascii("training"),
            bytes(0x88, 0x75, 0x62, 0x2e));
    // The pickle of an empty tuple.
    private static final byte[] CONSTANTS = bytes(0x80, 2, 0x29, 0x2e);

    private TorchScriptArchive() {}

    /** A module without parameters or buffers, with the given methods, each indented by two spaces. */
    public static byte[] of(String methods) {
        String code = "class M(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n" + methods;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            entry(zip, "data.pkl", OBJECT);
            entry(zip, "code/__torch__.py", code.getBytes(StandardCharsets.UTF_8));
            entry(zip, "constants.pkl", CONSTANTS);
            entry(zip, "version", ascii("3\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry("m/" + name));
        zip.write(content);
        zip.closeEntry();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
