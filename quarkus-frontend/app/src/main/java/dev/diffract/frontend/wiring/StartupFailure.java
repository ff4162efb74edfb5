package dev.diffract.frontend.wiring;

import dev.diffract.frontend.config.Keys;
import dev.diffract.frontend.config.WrongConfiguration;
import io.quarkus.runtime.QuarkusBindException;
import io.smallrye.config.ConfigValidationException;
import java.net.BindException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/** Why the program did not start, in one sentence without a stack trace. */
final class StartupFailure {

    private static final Logger LOG = Logger.getLogger(StartupFailure.class);

    /** Quarkus has an exception of its own for the one port, and for the other one this text. */
    private static final Pattern MANAGEMENT =
            Pattern.compile("management interface on (?:the )?(?<host>\\S+):(?<port>\\d+)");

    private static final Pattern UNREADABLE = Pattern.compile(
            "config property (?<key>\\S+) (?:with the config value \"(?<value>.*)\" threw|is defined as the empty String)");

    /** What the library says of a value that should have been a whole number. */
    private static final Pattern WHOLE = Pattern.compile("Expected (?:an integer|a long|a short)\\b");

    private StartupFailure() {}

    /** The end of the program: a failure is told on the standard error, and the exit code is passed on. */
    static void exit(int code, Throwable failure) {
        if (failure != null) {
            LOG.debug("start-up failed", failure);
            System.err.println("diffract: " + sentence(failure));
        }
        System.exit(code);
    }

    /** The sentence for whatever the start ended with. */
    static String sentence(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof WrongConfiguration wrong) {
                return wrong.getMessage();
            }
            if (cause instanceof QuarkusBindException bind) {
                return taken(String.valueOf(bind.getPort()), bind.getHost(), "quarkus.http.port");
            }
            Matcher management = MANAGEMENT.matcher(String.valueOf(cause.getMessage()));
            if (cause.getCause() instanceof BindException && management.find()) {
                return taken(management.group("port"), management.group("host"), "quarkus.management.port");
            }
            if (cause instanceof ConfigValidationException wrong) {
                return problems(wrong);
            }
        }
        return "could not start: " + root(failure);
    }

    private static String taken(String port, String host, String key) {
        return "port " + port + " on " + host + " is taken; stop what listens there or set " + key + " to another one.";
    }

    private static String problems(ConfigValidationException wrong) {
        return IntStream.range(0, wrong.getProblemCount())
                .mapToObj(i -> wrong.getProblem(i).getMessage())
                .map(StartupFailure::problem)
                .collect(Collectors.joining("; ", "", "."));
    }

    private static String problem(String message) {
        Matcher unreadable = UNREADABLE.matcher(message);
        if (!unreadable.find()) {
            return plain(message);
        }
        String key = unreadable.group("key");
        String value = unreadable.group("value");
        Optional<String> usual = new Keys().defaultOf(key);
        if (value == null) {
            return key + " is empty" + usual.map(StartupFailure::like).orElse("");
        }
        return usual.map(StartupFailure::like)
                .or(() -> Optional.of("; write a whole number")
                        .filter(number -> WHOLE.matcher(message).find()))
                .map(right -> key + ": '" + value + "' cannot be read" + right)
                .orElseGet(() -> plain(message));
    }

    private static String like(String usual) {
        return "; write a value like " + usual + ", which is the default";
    }

    /** The library's sentence without its class name and number. */
    private static String plain(String message) {
        return message.replaceFirst("^[\\w.]+Exception: ", "")
                .replaceAll("SRCFG\\d+: ", "")
                .replaceFirst(" threw an Exception whilst being converted ", " cannot be read: ");
    }

    private static String root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
