package dev.diffract.embedded.fault;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of {@code --fault}: {@code kind=value}, with {@code @model} behind it for one model only.
 *
 * <pre>
 * latency=20ms          every execution takes 20 ms longer (units: us, ms, s)
 * jitter=10ms           ... and 0 to 10 ms more, at random
 * unavailable=rate:0.1  every tenth request, at random, is answered UNAVAILABLE
 * unavailable=burst:3/10  of every ten requests the last three are answered UNAVAILABLE
 * hang=after:5          from the sixth request on there is no answer
 * crash=after:7         the eighth request kills the process
 * </pre>
 */
public final class FaultGrammar {

    private static final Pattern FAULT = Pattern.compile("([a-z]+)=([^@]+)(?:@(.+))?");
    private static final Pattern TIME = Pattern.compile("([0-9]{1,9})(us|ms|s)");
    private static final Pattern RATE = Pattern.compile("rate:([0-9]*\\.?[0-9]+)");
    private static final Pattern BURST = Pattern.compile("burst:([1-9][0-9]{0,8})/([1-9][0-9]{0,8})");
    private static final Pattern AFTER = Pattern.compile("after:([0-9]{1,9})");

    private FaultGrammar() {}

    /**
     * @throws IllegalArgumentException if the text is no fault; the message says what one looks like
     */
    public static Fault parse(String text) {
        Matcher fault = FAULT.matcher(text);
        if (!fault.matches()) {
            throw new IllegalArgumentException(
                    "fault '" + text + "' is not of the form kind=value or kind=value@model");
        }
        String value = fault.group(2);
        Optional<String> model = Optional.ofNullable(fault.group(3));
        return switch (fault.group(1)) {
            case "latency" -> new Fault.Latency(time(text, value), model);
            case "jitter" -> new Fault.Jitter(time(text, value), model);
            case "unavailable" -> unavailable(text, value, model);
            case "hang" -> new Fault.Hang(after(text, value), model);
            case "crash" -> new Fault.Crash(after(text, value), model);
            default ->
                throw new IllegalArgumentException(
                        "fault '" + text + "' is of no known kind: use latency, jitter, unavailable, hang or crash");
        };
    }

    private static Fault unavailable(String text, String value, Optional<String> model) {
        Matcher rate = RATE.matcher(value);
        if (rate.matches() && Double.parseDouble(rate.group(1)) <= 1) {
            return new Fault.UnavailableRate(Double.parseDouble(rate.group(1)), model);
        }
        Matcher burst = BURST.matcher(value);
        if (burst.matches()) {
            int length = Integer.parseInt(burst.group(1));
            int period = Integer.parseInt(burst.group(2));
            if (length <= period) {
                return new Fault.UnavailableBurst(length, period, model);
            }
        }
        throw wrong(text, "rate:R with R from 0 to 1, or burst:N/M with N of every M requests");
    }

    private static Duration time(String text, String value) {
        Matcher time = TIME.matcher(value);
        if (!time.matches()) {
            throw wrong(text, "a time such as 500us, 20ms or 1s");
        }
        long amount = Long.parseLong(time.group(1));
        return switch (time.group(2)) {
            case "us" -> Duration.ofNanos(amount * 1000);
            case "ms" -> Duration.ofMillis(amount);
            default -> Duration.ofSeconds(amount);
        };
    }

    private static int after(String text, String value) {
        Matcher after = AFTER.matcher(value);
        if (!after.matches()) {
            throw wrong(text, "after:N with the number of requests that still go well");
        }
        return Integer.parseInt(after.group(1));
    }

    private static IllegalArgumentException wrong(String text, String right) {
        return new IllegalArgumentException("fault '" + text + "' has a wrong value: use " + right);
    }
}
