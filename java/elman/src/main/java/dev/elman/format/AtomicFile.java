package dev.elman.format;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.UUID;

/**
 * Writes whole files: a reader sees the old file or the new one, never a half of it, also after a crash.
 *
 * <p>The content goes to a temporary file in the target's folder, is forced to the disk, and takes the target's name
 * in one step. Where anything fails the temporary file is removed and the old file stays as it was. A symbolic link
 * is followed, so that the link stays and what it points to is replaced; an existing file's permissions are kept.
 * Being interrupted does not disturb the writing; the interrupt flag stays as it was.
 */
public final class AtomicFile {

    private static final int MAX_LINKS = 40;

    private AtomicFile() {}

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {

        /** Writes everything to the stream, which is buffered and is closed by the caller. */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes a file as a whole.
     *
     * @throws IOException where it cannot be written: the message says why and what to do
     */
    public static void write(Path path, Content content) throws IOException {
        Path target = followLinks(path.toAbsolutePath());
        checkTarget(path, target);
        Path folder = target.getParent();
        Path temporary = folder.resolve(".elman-" + UUID.randomUUID() + ".tmp");
        boolean done = false;
        try {
            // Created with the process's default permissions, and only if nothing has that name.
            Files.createFile(temporary);
            copyPermissions(target, temporary);
            // A FileOutputStream and not a channel: channels are closed when their thread is interrupted.
            try (FileOutputStream file = new FileOutputStream(temporary.toFile())) {
                OutputStream out = new BufferedOutputStream(file, 1 << 16);
                content.writeTo(out);
                out.flush();
                file.getFD().sync();
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            done = true;
        } catch (AccessDeniedException e) {
            throw new IOException("cannot write " + path + ": no permission to create files in " + folder
                    + "; choose another folder or change its permissions", e);
        } catch (IOException e) {
            throw new IOException("cannot write " + path + ": " + e.getMessage()
                    + "; check the free space and the permissions of " + folder, e);
        } finally {
            if (!done) {
                deleteQuietly(temporary);
            }
        }
        forceFolder(folder);
    }

    private static Path followLinks(Path path) throws IOException {
        Path target = path;
        for (int links = 0; Files.isSymbolicLink(target); links++) {
            if (links == MAX_LINKS) {
                throw new IOException("cannot write " + path + ": too many symbolic links; remove the circle");
            }
            target = target.resolveSibling(Files.readSymbolicLink(target));
        }
        return target;
    }

    private static void checkTarget(Path path, Path target) throws IOException {
        if (target.getFileSystem() != FileSystems.getDefault()) {
            throw new IOException("cannot write " + path + ": it is not in the machine's own file system");
        }
        Path folder = target.getParent();
        if (folder == null || Files.isDirectory(target)) {
            throw new IOException("cannot write " + path + ": it is a folder; name a file in it");
        }
        if (!Files.exists(folder)) {
            throw new NoSuchFileException("cannot write " + path, null, "there is no folder " + folder
                    + "; create it first");
        }
        if (!Files.isDirectory(folder)) {
            throw new IOException("cannot write " + path + ": " + folder + " is not a folder");
        }
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            // Renaming would put a plain file in a device's or pipe's place.
            if (!Files.isRegularFile(target)) {
                throw new IOException("cannot write " + path + ": it is not a regular file; name another");
            }
            // Renaming needs no permission on the file itself, but whoever made it read-only meant it.
            if (!Files.isWritable(target)) {
                throw new IOException("cannot write " + path + ": the file is read-only; change its permissions or"
                        + " name another");
            }
        }
    }

    private static void copyPermissions(Path target, Path temporary) throws IOException {
        PosixFileAttributeView from = Files.getFileAttributeView(target, PosixFileAttributeView.class);
        if (from != null && Files.exists(target)) {
            Files.setPosixFilePermissions(temporary, from.readAttributes().permissions());
        }
    }

    /** Makes the new name itself last; where the system cannot do that for folders, the file's content is safe. */
    private static void forceFolder(Path folder) {
        boolean interrupted = Thread.interrupted();
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows cannot open a folder.
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void deleteQuietly(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // The failure that led here is the one to report.
        }
    }
}
