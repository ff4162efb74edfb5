package dev.diffract.tests.load;

import dev.diffract.tests.harness.ToldSpan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The calls of pictures as a frontend's traces tell them. */
final class ToldCalls {

    private ToldCalls() {}

    /**
     * A call of a picture, with all that was tried.
     *
     * @param picture its span's id
     * @param part of the picture that it is for
     * @param since when it was first waited for, in nanoseconds since the epoch
     * @param attempts the first one first
     */
    record Call(String picture, String part, long since, List<Attempt> attempts) {

        /** What was tried when, in seconds from a time. */
        String told(long from) {
            return String.format(Locale.ROOT, "%s waits %.2f", part, (since - from) / 1e9)
                    + attempts.stream()
                            .map(attempt -> String.format(
                                    Locale.ROOT,
                                    ", %s %.2f to %.2f %s",
                                    attempt.slice(),
                                    (attempt.begun() - from) / 1e9,
                                    (attempt.ended() - from) / 1e9,
                                    attempt.outcome()))
                            .collect(Collectors.joining());
        }

        /** The one that was answered. */
        Optional<Attempt> answered() {
            return attempts.stream().filter(Attempt::answered).findFirst();
        }
    }

    /**
     * @param begun nanoseconds since the epoch
     * @param ended nanoseconds since the epoch
     * @param rows of the whole call
     * @param outcome one word
     */
    record Attempt(String slice, long begun, long ended, int rows, String outcome) {

        boolean answered() {
            return outcome.equals("ok");
        }
    }

    static List<Call> of(List<ToldSpan> spans) {
        Map<String, ToldSpan> byId = new HashMap<>();
        spans.forEach(span -> byId.put(span.id(), span));
        Map<String, List<ToldSpan>> parts = new HashMap<>();
        spans.stream()
                .filter(span -> span.name().equals("queue") || span.name().equals("attempt"))
                .forEach(span -> parts.computeIfAbsent(span.parent(), key -> new ArrayList<>())
                        .add(span));
        List<Call> calls = new ArrayList<>();
        parts.forEach((id, all) -> {
            ToldSpan call = byId.get(id);
            if (call != null) {
                calls.add(call(call, all));
            }
        });
        return calls;
    }

    private static Call call(ToldSpan call, List<ToldSpan> parts) {
        return new Call(
                call.parent(),
                call.name(),
                parts.stream().mapToLong(ToldSpan::begun).min().orElseThrow(),
                parts.stream()
                        .filter(span -> span.name().equals("attempt"))
                        .map(span -> new Attempt(
                                span.attributes().getOrDefault("diffract.slice", ""),
                                span.begun(),
                                span.ended(),
                                Integer.parseInt(span.attributes().getOrDefault("diffract.batch", "0")),
                                span.attributes().getOrDefault("diffract.outcome", "")))
                        .sorted(Comparator.comparingLong(Attempt::begun))
                        .toList());
    }
}
