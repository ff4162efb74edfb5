package dev.diffract.builder.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A symbolic link that is changed in one step: whoever follows it gets the old target or the new one. */
public final class AtomicLink {

    private AtomicLink() {}

    /**
     * Makes the link, or points it elsewhere. One program at a time may do that with one link.
     *
     * @param target as the link will say it
     */
    public static void point(Path link, Path target) throws IOException {
        Path place = link.toAbsolutePath();
        Path fresh = Beside.begin(place);
        try {
            Beside.removeLeftovers(place, true);
            Files.createSymbolicLink(fresh, target);
            Beside.keep(fresh);
            try {
                Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                Beside.giveBack(fresh);
                throw e;
            }
            FileTrees.forceOne(place.getParent());
        } finally {
            Beside.remove(fresh);
        }
    }
}
