package org.losses4j.examples.report;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Describes in words what has gone wrong with a file: Java's own messages are often a path alone. */
public final class FileFault {
    private FileFault() {}

    /** The file, where the fault names it, and the reason. */
    public static String describe(IOException fault) {
        return fault instanceof FileSystemException known
                ? known.getFile() + ": " + reason(known)
                : String.valueOf(fault.getMessage());
    }

    /** A file and the reason. */
    public static String describe(Path file, IOException fault) {
        return fault instanceof FileSystemException known
                ? file + ": " + reason(known)
                : file + ": " + fault.getMessage();
    }

    private static String reason(FileSystemException fault) {
        if (fault.getReason() != null) {
            return fault.getReason();
        }
        if (fault instanceof NoSuchFileException) {
            return "there is no such file or folder";
        }
        if (fault instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (fault instanceof FileAlreadyExistsException) {
            return "exists already";
        }
        return fault instanceof NotDirectoryException
                ? "is not a folder"
                : fault.getClass().getSimpleName();
    }
}
