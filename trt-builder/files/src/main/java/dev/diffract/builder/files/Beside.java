package dev.diffract.builder.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * The names under which things are written beside their places, and what becomes of those that nobody finished.
 *
 * <p>What will be {@code x} is written as {@code .x.new-<process>-<number>}; what it replaces is put aside as {@code .x.old-<process>-<number>}. The process says
 * whether somebody still works on it. What this process has not finished when it ends in an orderly way is removed then; what a killed one left is removed by
 * whoever writes the same place next, and if it was killed between putting the old aside and renaming the new, the old comes back.
 */
final class Beside {

    private static final String NEW = ".new-";
    private static final String OLD = ".old-";
    private static final AtomicLong NUMBER = new AtomicLong();

    /** What this process has begun and not finished. Whoever takes an entry out decides what becomes of it. */
    private static final Set<Path> UNFINISHED = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Beside::removeUnfinished, "unfinished-files"));
    }

    private Beside() {}

    /** A name beside a place that nothing has, for what will be there. Whoever makes it {@link #keep keeps} or {@link #remove removes} it. */
    static Path begin(Path place) {
        Path fresh = named(place, NEW);
        UNFINISHED.add(fresh);
        return fresh;
    }

    /** A name beside a place for what is there and will be replaced. */
    static Path aside(Path place) {
        return named(place, OLD);
    }

    /**
     * From now on the caller decides what becomes of it.
     *
     * @throws IOException if the program is ending and has removed it
     */
    static void keep(Path fresh) throws IOException {
        if (!UNFINISHED.remove(fresh)) {
            throw new IOException("the program is ending");
        }
    }

    /** Puts back what could not be kept after all. */
    static void giveBack(Path fresh) {
        UNFINISHED.add(fresh);
    }

    /** Removes what was begun, unless it was kept or the ending program removes it. */
    static void remove(Path fresh) throws IOException {
        if (UNFINISHED.remove(fresh)) {
            FileTrees.delete(fresh);
        }
    }

    /**
     * Removes what others began for this place and did not finish.
     *
     * @param alone whether no other process can be at work on this place; otherwise those that live are left alone
     */
    static void removeLeftovers(Path place, boolean alone) throws IOException {
        for (Path sibling : siblings(place)) {
            try {
                if (isLeftover(sibling, place, OLD, alone) && !Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
                    Files.move(sibling, place, StandardCopyOption.ATOMIC_MOVE);
                } else if (isLeftover(sibling, place, OLD, alone) || isLeftover(sibling, place, NEW, alone)) {
                    FileTrees.delete(sibling);
                }
            } catch (NoSuchFileException e) {
                // Somebody else is tidying up too.
            }
        }
    }

    private static Path named(Path place, String kind) {
        return place.resolveSibling(
                "." + place.getFileName() + kind + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet());
    }

    /** Where a directory may be written to and not be listed, there is nothing to tidy up. */
    private static List<Path> siblings(Path place) throws IOException {
        try (Stream<Path> siblings = Files.list(place.getParent())) {
            return siblings.toList();
        } catch (AccessDeniedException e) {
            return List.of();
        }
    }

    private static boolean isLeftover(Path path, Path place, String kind, boolean alone) {
        String name = path.getFileName().toString();
        String prefix = "." + place.getFileName() + kind;
        if (!name.startsWith(prefix) || UNFINISHED.contains(path)) {
            return false;
        }
        String[] numbers = name.substring(prefix.length()).split("-", 2);
        if (numbers.length < 2 || !numbers[0].matches("\\d{1,18}") || !numbers[1].matches("\\d{1,18}")) {
            return false;
        }
        long process = Long.parseLong(numbers[0]);
        // A container's processes have the same few numbers every time it starts: one's own number may be a
        // predecessor's.
        return alone
                || process == ProcessHandle.current().pid()
                || ProcessHandle.of(process).isEmpty();
    }

    private static void removeUnfinished() {
        for (Path path : UNFINISHED) {
            try {
                remove(path);
            } catch (IOException e) {
                // Whoever writes this place next removes it.
            }
        }
    }
}
