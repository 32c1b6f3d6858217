package io.github.camelvision.roboflow.webrtc.core.source.file;

import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Downloaded videos by URL. A file's name is the SHA-256 of the URL, so it tells nothing of its credentials; a file is complete when it
 * is there. Nothing that is reused is ever removed: that is the operator's.
 */
final class VideoCache {

    private static final String PART = ".part";
    private static final String DEFAULT_NAME = "roboflow-webrtc-videos-";

    private final Path directory;
    private final boolean ownDirectory;
    private final boolean reuse;

    /**
     * @param directory null: one of this user's in the temporary directory
     * @param reuse     false: every download is a file of its own, which its user deletes
     */
    VideoCache(Path directory, boolean reuse) {
        this.reuse = reuse;
        this.ownDirectory = directory == null;
        this.directory = directory != null ? directory
                : Path.of(System.getProperty("java.io.tmpdir"), DEFAULT_NAME + System.getProperty("user.name", "").replaceAll("\\W", "_"));
    }

    /** The video of this URL, if it was downloaded; else null. */
    Path find(String url) {
        Path file = file(url);
        if (!reuse || !Files.isRegularFile(file)) {
            return null;
        }
        if (ownDirectory) {
            checkOwner();
        }
        return file;
    }

    /** A new empty file to download into. */
    Path newPart() {
        try {
            Files.createDirectories(directory);
            if (ownDirectory) {
                checkOwner();
            }
            // createTempFile lets only this user read it
            return Files.createTempFile(directory, "download-", PART);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Makes a finished download the video of this URL, in one step. */
    Path keep(Path part, String url) {
        Path file = reuse ? file(url) : part.resolveSibling(part.getFileName().toString().replace(PART, ".video"));
        try {
            try {
                return Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                return Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** In a temporary directory anybody may have made this one before, and put other videos in. */
    private void checkOwner() {
        try {
            Path probe = Files.createTempFile("roboflow-webrtc-", ".probe");
            try {
                if (Files.isSymbolicLink(directory) || !Files.getOwner(directory).equals(Files.getOwner(probe))) {
                    throw new SourceException("The directory " + directory + " belongs to another user: set videoCacheDir", false);
                }
            } finally {
                Files.deleteIfExists(probe);
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private SourceException unwritable(IOException e) {
        return new SourceException("Videos cannot be stored in " + directory + ": set videoCacheDir to a directory that this user can"
                + " write (" + e.getMessage() + ")", false, e);
    }

    private Path file(String url) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(url.getBytes(StandardCharsets.UTF_8));
            return directory.resolve(HexFormat.of().formatHex(hash) + ".video");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
