package dev.diffract.repository.layout;

import dev.diffract.repository.layout.EngineRecord.Measurement;
import dev.diffract.repository.pipeline.ModelRole;
import dev.diffract.repository.pipeline.PipelineNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What calls of a model took in the slice that its engine was built for, as its configuration tells it: a frontend so knows slices before
 * it has used them. As text, calls have blanks between them, and each is rows {@code x} elements {@code =} milliseconds: {@code 1x4096=12.5 2x4096=20.1}.
 */
public record MeasuredCalls(List<Call> calls) {

    /** Of a model that nobody measured. */
    public static final MeasuredCalls NONE = new MeasuredCalls(List.of());

    /** Calls that are read: more than any builder measures. */
    private static final int MOST = 256;

    /** Characters of one call that are read. */
    private static final int LONGEST = 64;

    private static final int COLOURS = 3;

    public MeasuredCalls {
        calls = List.copyOf(calls);
    }

    /**
     * @param rows of its batch, at least 1
     * @param elements numbers in one row of the first input, at least 1: latents for a step, tokens for a prompt, pixels times three of a picture
     * @param millis above 0
     */
    public record Call(long rows, long elements, double millis) {

        /**
         * @throws IllegalArgumentException if a number is out of its range
         */
        public Call {
            if (rows < 1 || elements < 1 || !(millis > 0) || Double.isInfinite(millis)) {
                throw new IllegalArgumentException("a call of " + rows + " rows of " + elements + " elements took "
                        + millis + " ms, expected rows and elements from 1 and a time above 0");
            }
        }

        private String text() {
            return rows + "x" + elements + "=" + millis;
        }

        private static Call parse(String text) {
            int x = text.indexOf('x');
            int equals = text.indexOf('=', x + 1);
            if (x < 0 || equals < 0 || text.length() > LONGEST) {
                throw new IllegalArgumentException("a measured call is not ROWSxELEMENTS=MILLISECONDS");
            }
            return new Call(
                    Long.parseLong(text.substring(0, x)),
                    Long.parseLong(text.substring(x + 1, equals)),
                    Double.parseDouble(text.substring(equals + 1)));
        }
    }

    /**
     * What a model's engine was measured with; what ran in no time that could be measured is left out.
     *
     * @param role of the model
     * @param numbers by which a picture's size gives that of the model's input
     */
    public static MeasuredCalls of(ModelRole role, List<Measurement> measurements, PipelineNumbers numbers) {
        List<Call> calls = new ArrayList<>();
        for (Measurement measured : measurements) {
            if (measured.millis() > 0) {
                calls.add(new Call(measured.batch(), elements(role, measured, numbers), measured.millis()));
            }
        }
        return new MeasuredCalls(calls);
    }

    private static long elements(ModelRole role, Measurement measured, PipelineNumbers numbers) {
        long pixels = (long) measured.width() * measured.height();
        return switch (role) {
            case TEXT_ENCODER -> numbers.textLength();
            case UNET, VAE_DECODER, DECODE_IMAGE ->
                (long) numbers.latentChannels()
                        * numbers.latentSide(measured.width())
                        * numbers.latentSide(measured.height());
            case VAE_ENCODER, IMAGE_POST, SAFETY_CHECKER -> COLOURS * pixels;
        };
    }

    /** As its configuration tells it; empty if there is none. */
    public String text() {
        return calls.stream().map(Call::text).collect(Collectors.joining(" "));
    }

    /** What a configuration tells; empty if it cannot be read, or there is too much of it. */
    public static Optional<MeasuredCalls> parse(String text) {
        if (text.length() > MOST * LONGEST) {
            return Optional.empty();
        }
        try {
            return Optional.of(new MeasuredCalls(
                    text.isBlank()
                            ? List.of()
                            : List.of(text.strip().split(" ")).stream()
                                    .map(Call::parse)
                                    .toList()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
