package dev.diffract.tests.load;

import dev.diffract.tests.load.ToldCalls.Attempt;
import dev.diffract.tests.load.ToldCalls.Call;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a step in a full batch took each slice of late, at some moment: what the frontend knows then, too. */
final class LearnedSteps {

    /** The median of as many. */
    private static final int LATEST = 5;

    /** In full batches, the first that was answered first. */
    private final Map<String, List<Attempt>> answered;

    LearnedSteps(List<Call> calls) {
        this.answered = calls.stream()
                .filter(call -> call.part().equals("step"))
                .flatMap(call -> call.answered().stream())
                .collect(Collectors.groupingBy(
                        Attempt::slice,
                        Collectors.collectingAndThen(Collectors.toList(), LearnedSteps::ofFullBatches)));
    }

    private static List<Attempt> ofFullBatches(List<Attempt> all) {
        int most = all.stream().mapToInt(Attempt::rows).max().orElseThrow();
        return all.stream()
                .filter(attempt -> attempt.rows() == most)
                .collect(Collectors.toMap(
                        Attempt::begun, one -> one, (one, other) -> one)) // pictures that shared a call
                .values()
                .stream()
                .sorted(Comparator.comparingLong(Attempt::ended))
                .toList();
    }

    /**
     * @param before when, by the clock of the traces
     * @return of the latest answers until then, or of the first ones where there was none yet
     */
    double seconds(String slice, long before) {
        List<Attempt> all = answered.get(slice);
        int until = (int)
                all.stream().takeWhile(attempt -> attempt.ended() <= before).count();
        until = until == 0 ? Math.min(LATEST, all.size()) : until;
        double[] latest = all.subList(Math.max(0, until - LATEST), until).stream()
                .mapToDouble(attempt -> (attempt.ended() - attempt.begun()) / 1e9)
                .sorted()
                .toArray();
        return latest[(latest.length - 1) / 2];
    }

    /** The slice that takes longest. */
    String slowest(long before) {
        return answered.keySet().stream()
                .max(Comparator.comparingDouble(slice -> seconds(slice, before)))
                .orElseThrow();
    }
}
