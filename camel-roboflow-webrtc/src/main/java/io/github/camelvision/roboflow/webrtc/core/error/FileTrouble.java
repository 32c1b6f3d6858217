package io.github.camelvision.roboflow.webrtc.core.error;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file cannot be read or written, in words. The JDK's messages often are the file's name alone, and the reason is the class. */
public final class FileTrouble {

    private FileTrouble() {}

    /** A clause about the file ("it"), which the caller has named before. */
    public static String of(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "it does not exist";
        }
        if (failure instanceof AccessDeniedException) {
            return "this user is not allowed to";
        }
        if (failure instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        return failure.getMessage() == null || failure instanceof FileSystemException ? failure.toString() : failure.getMessage();
    }
}
