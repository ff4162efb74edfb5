package dev.diffract.frontend.wiring;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * That a thread does one thing for long is told in one sentence: on a machine that has much to do, as at a start, it says nothing more.
 * The library below tells it again with every look, once a second: here it is told when it begins, and again each time that it has
 * lasted twice as long. What the thread does meanwhile, a trace, is for who debugs, as is every line.
 */
public final class BlockedThreads implements Filter {

    private static final String CHECKER = "io.vertx.core.impl.BlockedThreadChecker";

    private static final Pattern BLOCKED = Pattern.compile(
            "Thread Thread\\[([^,\\]]++)[^\\]]*+\\] has been blocked for (\\d++) ms, time limit is (\\d++) ms");

    /** How long a thread was blocked when it was told last, in milliseconds, by its name; threads are of pools, so there are few. */
    private final Map<String, Long> told = new ConcurrentHashMap<>();

    @Override
    public boolean isLoggable(LogRecord line) {
        if (!CHECKER.equals(line.getLoggerName())) {
            return true;
        }
        boolean debugs = Logger.getLogger(CHECKER).isLoggable(Level.FINE);
        if (!debugs) {
            line.setThrown(null);
        }
        Matcher blocked = BLOCKED.matcher(String.valueOf(line.getMessage()));
        if (!blocked.matches()) {
            return true;
        }
        line.setMessage("The thread " + blocked.group(1) + " has done one thing for " + blocked.group(2)
                + " ms, where " + blocked.group(3)
                + " is the most: this machine has too much to do, or it waits for what it should not."
                + " At DEBUG of " + CHECKER + " it is told what it does.");
        return isNews(blocked.group(1), Long.parseLong(blocked.group(2))) || debugs;
    }

    /** A shorter time than the last is that of something new. */
    private boolean isNews(String thread, long millis) {
        Long before = told.get(thread);
        if (before != null && before <= millis && millis < 2 * before) {
            return false;
        }
        told.put(thread, millis);
        return true;
    }
}
