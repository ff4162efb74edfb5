package dev.diffract.frontend.intake;

import java.time.Duration;

/**
 * How fast what is sent has to come: never nothing for longer than patience lasts, and on the whole at least at a rate.
 *
 * @param patience more than nothing
 * @param leastRate bytes per second, at least 1
 */
public record Pace(Duration patience, long leastRate) {

    /**
     * How long a sender may go on without sending.
     *
     * @param begun since it began
     * @param last since something came
     * @param received bytes so far
     * @return nothing or less if it has been too slow
     */
    public Duration left(Duration begun, Duration last, long received) {
        Duration silence = patience.minus(last);
        Duration behind =
                patience.plus(Duration.ofMillis(1000 * received / leastRate)).minus(begun);
        return silence.compareTo(behind) < 0 ? silence : behind;
    }
}
