package dev.diffract.tests.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** SIGINT, which is what Ctrl-C sends. */
public final class Interrupts {

    /** Why a test that sends it cannot run. */
    public static final String IGNORED =
            "who started these tests has them ignore SIGINT, as shells do in the background";

    /** Its bit among a process's signals. */
    private static final long BIT = 1L << 1;

    /** Whether this process ignores it, and with it every process that it starts; false where that is not told. */
    public static boolean areIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (Files.notExists(status)) {
            return false;
        }
        String ignored = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElse("SigIgn: 0");
        return (Long.parseUnsignedLong(
                                ignored.substring(ignored.indexOf(':') + 1).strip(), 16)
                        & BIT)
                != 0;
    }

    private Interrupts() {}
}
