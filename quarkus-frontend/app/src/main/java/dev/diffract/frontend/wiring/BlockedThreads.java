package dev.diffract.frontend.wiring;

import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * That a thread does one thing for long is told in one sentence: on a machine that has much to do, as at a start, it says nothing more.
 * What the thread does meanwhile, which the library below tells as a trace, is for who debugs.
 */
public final class BlockedThreads implements Filter {

    private static final String CHECKER = "io.vertx.core.impl.BlockedThreadChecker";

    private static final Pattern BLOCKED = Pattern.compile(
            "Thread Thread\\[([^,\\]]++)[^\\]]*+\\] has been blocked for (\\d++) ms, time limit is (\\d++) ms");

    @Override
    public boolean isLoggable(LogRecord line) {
        if (!CHECKER.equals(line.getLoggerName())) {
            return true;
        }
        if (!Logger.getLogger(CHECKER).isLoggable(Level.FINE)) {
            line.setThrown(null);
        }
        Matcher blocked = BLOCKED.matcher(String.valueOf(line.getMessage()));
        if (blocked.matches()) {
            line.setMessage("The thread " + blocked.group(1) + " has done one thing for " + blocked.group(2)
                    + " ms, where " + blocked.group(3)
                    + " is the most: this machine has too much to do, or it waits for what it should not."
                    + " At DEBUG of " + CHECKER + " it is told what it does.");
        }
        return true;
    }
}
