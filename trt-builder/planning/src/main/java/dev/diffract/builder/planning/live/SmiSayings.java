package dev.diffract.builder.planning.live;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What {@code nvidia-smi} says in place of what it was asked for, and what to do about it. */
final class SmiSayings {

    /** Lines that stand around an answer and are none: prompts with the command, and warnings that change nothing of it. */
    private static final List<Pattern> BESIDE = List.of(
            Pattern.compile("(.*[$#>]\\s*)?(sudo\\s+)?nvidia-smi(\\s+\\S+)*"),
            Pattern.compile("(?i)warning: infoROM is corrupted at gpu .*"),
            Pattern.compile("Warning: persistence mode is disabled on .*"),
            Pattern.compile("All done\\."));

    private static final String AGAIN = ", then save its output again";

    /** The first whose words are in a line counts. */
    private static final List<Saying> MEANINGS = List.of(
            saying(
                    "version mismatch",
                    "the driver in the kernel and its library are of different versions, as after an update: reboot the machine"
                            + AGAIN),
            saying(
                    "couldn't communicate with the NVIDIA driver|Driver Not Loaded",
                    "the NVIDIA driver is not loaded there: install it or load its kernel module (modprobe nvidia)"
                            + AGAIN),
            saying(
                    "Insufficient Permissions",
                    "it shows this to the root user alone, outside of containers: run it with sudo"),
            saying(
                    "GPU is lost|fallen off the bus",
                    "a GPU does not answer the driver any more: reboot the machine" + AGAIN),
            saying(
                    "pending (en|dis)able state",
                    "MIG mode is changed only after a reset of the GPU: run 'nvidia-smi --gpu-reset' while no program uses it, or reboot"
                            + AGAIN),
            saying(
                    "(?:GPU|gpu).*(?:requires? (?:a )?reset|Reset required)",
                    "a GPU has to be reset: run 'nvidia-smi --gpu-reset', or reboot" + AGAIN),
            saying(
                    "Failed to initialize NVML: Unknown Error",
                    "the container lost its GPUs: restart it, and run nvidia-smi on the host rather than in a container"),
            saying(
                    "blocked by the operating system",
                    "the operating system keeps the GPU from it, as an old Windows does under WSL; there is no MIG there"),
            saying("Unable to determine the device handle.*Not Supported", "the GPU has no MIG, so it cannot be cut"),
            saying(
                    "Unable to determine the device handle",
                    "a GPU does not answer: look for NVRM in the kernel's log, and reboot the machine" + AGAIN),
            saying(
                    "[Cc]ommand not found|nvidia-smi: not found|Unknown command: nvidia-smi|executable file not found"
                            + "|nvidia-smi' is not recognized|No such file or directory",
                    "the shell found no nvidia-smi there: run it where the driver is installed"),
            saying(
                    "Invalid combination of input arguments|is not recognized|Invalid argument",
                    "this nvidia-smi does not know the command: its driver is older than MIG"),
            saying("In use by another client|Insufficient Resources", "this is the answer to a change, not a list"),
            saying("Driver Version: ", "this is what 'nvidia-smi' prints when it is asked for nothing"));

    private SmiSayings() {}

    private record Saying(Pattern words, String meaning) {}

    private static Saying saying(String words, String meaning) {
        return new Saying(Pattern.compile(words), meaning);
    }

    /** Whether a line is no part of an answer and does no harm to it. */
    static boolean beside(String line) {
        return BESIDE.stream().anyMatch(pattern -> pattern.matcher(line).matches())
                && meaning(line).isEmpty();
    }

    /** What a line means to the person who saved it, in a sentence; empty if it is not known. */
    static Optional<String> meaning(String line) {
        return MEANINGS.stream()
                .filter(saying -> saying.words().matcher(line).find())
                .map(Saying::meaning)
                .findFirst();
    }
}
