package dev.diffract.embedded.cli;

/**
 * Ends this program when the process that started it ends, however it ends. Asked for with the system property
 * {@value #PROPERTY}; without it the program stands on its own.
 */
final class ParentWatch {

    private static final String PROPERTY = "diffract.parent-pid";

    private ParentWatch() {}

    /** Whether another process started this one and ends it. */
    static boolean isAskedFor() {
        return System.getProperty(PROPERTY) != null;
    }

    /**
     * @param end what ends the program
     * @throws StartFailure if the property is no process id
     */
    static void start(Runnable end) {
        String pid = System.getProperty(PROPERTY);
        if (pid == null) {
            return;
        }
        try {
            ProcessHandle.of(Long.parseLong(pid))
                    .ifPresentOrElse(parent -> parent.onExit().thenRun(end), end);
        } catch (NumberFormatException e) {
            throw new StartFailure(PROPERTY + " must be a process id, was '" + pid + "'", e);
        }
    }
}
