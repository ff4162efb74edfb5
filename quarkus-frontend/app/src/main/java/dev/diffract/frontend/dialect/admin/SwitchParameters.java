package dev.diffract.frontend.dialect.admin;

import dev.diffract.frontend.core.model.Share;
import dev.diffract.frontend.service.CallerSet;
import dev.diffract.frontend.service.SwitchService.Wanted;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What a request for a switch says in its address. */
final class SwitchParameters {

    private static final String REPOSITORY = "repository";
    private static final String CANARY = "canary";
    private static final String CALLERS = "callers";
    private static final String IN_PLACE = "in_place";
    private static final String GRACE = "grace";

    /** All there are. */
    static final Set<String> NAMES = Set.of(REPOSITORY, CANARY, CALLERS, IN_PLACE, GRACE);

    private static final int PERCENT = 100;
    private static final int USUAL_GRACE = 120;
    private static final int LONGEST_GRACE = 86_400;

    private SwitchParameters() {}

    /**
     * @throws WrongParameterException if one is missing or wrong
     */
    static Wanted read(MultiMap parameters) {
        String repository = one(parameters, REPOSITORY)
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> new WrongParameterException("repository is missing: the directory to switch to."));
        Optional<Integer> canary = one(parameters, CANARY).map(text -> whole(CANARY, text, 0, PERCENT));
        Optional<Predicate<String>> callers = one(parameters, CALLERS).map(SwitchParameters::callers);
        Optional<Share> share = canary.isEmpty() && callers.isEmpty()
                ? Optional.empty()
                : Optional.of(new Share(canary.orElse(0) / (double) PERCENT, callers.orElse(caller -> false)));
        int grace = one(parameters, GRACE)
                .map(text -> whole(GRACE, text, 0, LONGEST_GRACE))
                .orElse(USUAL_GRACE);
        return new Wanted(repository, share, flag(parameters, IN_PLACE), Duration.ofSeconds(grace));
    }

    /** @throws WrongParameterException if it is neither true nor false */
    static boolean flag(MultiMap parameters, String name) {
        List<String> values = parameters.getAll(name);
        if (values.isEmpty()) {
            return false;
        }
        if (values.size() > 1 || !List.of("true", "false").contains(values.get(0))) {
            throw new WrongParameterException(name + " must be true or false, was " + String.join(", ", values) + ".");
        }
        return values.get(0).equals("true");
    }

    private static Optional<String> one(MultiMap parameters, String name) {
        List<String> values = parameters.getAll(name);
        if (values.size() > 1) {
            throw new WrongParameterException(name + " is there more than once.");
        }
        return values.stream().findFirst();
    }

    private static Predicate<String> callers(String text) {
        try {
            return CallerSet.parse(Arrays.asList(text.split(",", -1)));
        } catch (IllegalArgumentException wrong) {
            throw new WrongParameterException("callers: " + wrong.getMessage() + ".");
        }
    }

    private static int whole(String name, String text, int least, int most) {
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new WrongParameterException(
                name + " must be a whole number from " + least + " to " + most + ", was " + text + ".");
    }
}
