package dev.diffract.tests.load;

import dev.diffract.tests.load.ChaosSlice.Fault;
import dev.diffract.tests.load.ToldCalls.Attempt;
import dev.diffract.tests.load.ToldCalls.Call;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How much longer pictures waited because of a fault. A fault touches a picture that had a call at the slice while it was so. What that cost is
 * the time from when the call was first given to this slice until it was given to the one that answered it, in which it waits once more for a slice;
 * where the slice answered it after all, what that took beyond a step in a full batch, as the slice was known to take before. Of all of the picture's calls the sum. While no slice is
 * there, everybody waits: then it is the time from the first answer of a slice that is back until the call was given to who answered it, and the slowest slice counts.
 */
final class ExtraWaits {

    /** Of a step in a full batch of the slice that failed. */
    private static final int STEPS = 2;

    private static final double SECONDS = 1;

    private final List<Happened> faults;
    private final List<Call> calls;

    private final LearnedSteps steps;

    /**
     * @param calls all that were made
     */
    ExtraWaits(List<Happened> faults, List<Call> calls) {
        this.faults = faults;
        this.calls = calls;
        this.steps = new LearnedSteps(calls);
    }

    /**
     * A picture that one fault touched and no other.
     *
     * @param seconds that it waited longer
     * @param allowed that it may
     * @param calls what was tried when, in seconds from when the fault began
     */
    record Extra(Happened fault, double seconds, double allowed, List<String> calls) {

        boolean isTooLong() {
            return seconds > allowed;
        }
    }

    private record Touch(Happened fault, String slice, double seconds, String told) {}

    List<Extra> all() {
        Map<String, List<Touch>> byPicture = new HashMap<>();
        for (Happened fault : faults) {
            OptionalLong back = calls.stream()
                    .flatMap(call -> call.answered().stream())
                    .mapToLong(Attempt::ended)
                    .filter(ended -> ended > fault.ended())
                    .min();
            for (Call call : calls) {
                touch(call, fault, back)
                        .ifPresent(touch -> byPicture
                                .computeIfAbsent(call.picture(), key -> new ArrayList<>())
                                .add(touch));
            }
        }
        List<Extra> extras = new ArrayList<>();
        byPicture.values().stream()
                .filter(touches -> touches.stream().map(Touch::fault).distinct().count() == 1)
                .forEach(touches -> extras.add(new Extra(
                        touches.get(0).fault(),
                        touches.stream().mapToDouble(Touch::seconds).sum(),
                        touches.stream().mapToDouble(this::allowed).max().orElseThrow(),
                        touches.stream().map(Touch::told).toList())));
        return extras;
    }

    private double allowed(Touch touch) {
        return STEPS * steps.seconds(touch.slice(), touch.fault().begun()) + SECONDS;
    }

    private Optional<Touch> touch(Call call, Happened fault, OptionalLong back) {
        Optional<Attempt> answered = call.answered();
        if (answered.isEmpty()) {
            return Optional.empty();
        }
        Attempt last = answered.get();
        if (fault.fault() == Fault.VANISHED) {
            return call.since() < fault.ended() && last.begun() > fault.begun() && back.isPresent()
                    ? Optional.of(new Touch(
                            fault,
                            steps.slowest(fault.begun()),
                            seconds(back.getAsLong(), last.begun()),
                            call.told(fault.begun())))
                    : Optional.empty();
        }
        return call.attempts().stream()
                .filter(attempt -> fault.touches(attempt.slice(), attempt.begun(), attempt.ended()))
                .findFirst()
                .map(first -> new Touch(
                        fault,
                        first.slice(),
                        first.equals(last)
                                ? Math.max(
                                        0,
                                        seconds(first.begun(), first.ended())
                                                - steps.seconds(first.slice(), fault.begun()))
                                : seconds(first.begun(), last.begun()),
                        call.told(fault.begun())));
    }

    private static double seconds(long from, long until) {
        return Math.max(0, until - from) / 1e9;
    }

    /** How they are distributed, a line for each kind of fault. */
    static void print(List<Extra> extras) {
        for (Fault kind : Fault.values()) {
            List<Extra> all = extras.stream()
                    .filter(extra -> extra.fault().fault() == kind)
                    .sorted(Comparator.comparingDouble(Extra::seconds))
                    .toList();
            if (!all.isEmpty()) {
                System.out.printf(
                        Locale.ROOT,
                        "chaos: %-8s touched %3d pictures, which waited longer by %.2f s in the median, %.2f s of 95 in 100, %.2f s at most; ÷ allowed at most %.2f%n",
                        kind,
                        all.size(),
                        all.get(all.size() / 2).seconds(),
                        all.get((int) Math.ceil(0.95 * all.size()) - 1).seconds(),
                        all.get(all.size() - 1).seconds(),
                        all.stream()
                                .mapToDouble(extra -> extra.seconds() / extra.allowed())
                                .max()
                                .orElseThrow());
            }
        }
        extras.stream()
                .filter(Extra::isTooLong)
                .forEach(extra -> System.out.printf(
                        Locale.ROOT,
                        "chaos: %s for %.1f s, a picture waited longer by %.2f s, which is more than %.2f s: %s%n",
                        extra.fault(),
                        (extra.fault().ended() - extra.fault().begun()) / 1e9,
                        extra.seconds(),
                        extra.allowed(),
                        String.join("; ", extra.calls())));
    }
}
