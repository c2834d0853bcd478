package org.losses4j.examples.report;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What has gone wrong with a file, in words: Java's own messages often are a path alone. */
public final class FileFault {
    private FileFault() {}

    /** The file, where it is known, and the reason. */
    public static String describe(IOException fault) {
        if (!(fault instanceof FileSystemException known)) {
            return String.valueOf(fault.getMessage());
        }
        return known.getFile() + ": " + reason(known);
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
