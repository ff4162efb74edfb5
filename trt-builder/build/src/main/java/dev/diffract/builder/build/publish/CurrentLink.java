package dev.diffract.builder.build.publish;

import dev.diffract.builder.files.AtomicLink;
import dev.diffract.builder.planning.ProfileDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.OptionalInt;

/** The symbolic link beside the versions that names the one that is served. It is replaced by renaming a new link over it. */
final class CurrentLink {

    private final Path directory;
    private final Path link;

    CurrentLink(Path directory) {
        this.directory = directory;
        this.link = directory.resolve(ProfileDirectory.CURRENT);
    }

    /**
     * The version it names; empty if there is no link.
     *
     * @throws PublishException if it is no link to a version beside it
     */
    OptionalInt target() throws IOException {
        if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
            return OptionalInt.empty();
        }
        if (!Files.isSymbolicLink(link)) {
            throw new PublishException(link + " is no symbolic link: somebody put a "
                    + (Files.isDirectory(link) ? "directory" : "file")
                    + " there. Move it away and switch to a version again");
        }
        String target = Files.readSymbolicLink(link).toString();
        if (!Versions.isNumber(target)) {
            throw new PublishException(link + " points to " + target
                    + ", expected the number of a version beside it: remove the link and switch to a version again");
        }
        if (!Files.isDirectory(directory.resolve(target))) {
            throw new PublishException(link + " points to version " + target
                    + ", which is not there: remove the link and switch to a version again");
        }
        return OptionalInt.of(Integer.parseInt(target));
    }

    /** In one step: whoever follows the link gets the old version or the new one. */
    void pointTo(int version) throws IOException {
        AtomicLink.point(link, Path.of(String.valueOf(version)));
    }
}
