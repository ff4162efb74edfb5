package dev.diffract.tests.parity;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Compares archives by the files in them, not by how they are packed. */
final class ArchiveComparison {

    private final Differences differences;

    ArchiveComparison(Differences differences) {
        this.differences = differences;
    }

    /** @throws IOException if one of the two is no archive */
    void compare(byte[] committed, byte[] fresh) throws IOException {
        Map<String, byte[]> before = read(committed);
        Map<String, byte[]> after = read(fresh);
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            if (before.containsKey(name) && after.containsKey(name)) {
                differences.bytes(name, before.get(name), after.get(name));
            } else {
                differences.other(
                        name,
                        after.containsKey(name) ? "new" : "missing",
                        before.containsKey(name) ? "has it" : "lacks it");
            }
        }
    }

    private static Map<String, byte[]> read(byte[] content) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(content))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                files.put(entry.getName(), in.readAllBytes());
            }
        }
        if (files.isEmpty()) {
            throw new IOException("no archive");
        }
        return files;
    }
}
