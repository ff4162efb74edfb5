package dev.diffract.builder.graphs.preview;

import dev.diffract.repository.layout.PreviewFactors;
import dev.diffract.repository.pipeline.PipelineNumbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Fits the linear map from latent to colour that a preview is: latents of synthetic pictures against the mean colour of the
 * pixels that the decoder makes of each latent pixel.
 */
public final class PreviewFit {

    private static final int COLOURS = 3;
    private static final long SEED = 20;
    private static final int USUAL_SIDE = 128;
    private static final int MOST_PICTURES = 16;
    private static final int FEWEST_PICTURES = 4;
    /** Six decimals: more would differ between machines. */
    private static final double DECIMALS = 1e6;

    private final Vae vae;
    private final PipelineNumbers numbers;
    private final int side;
    private final List<Sample> samples = new ArrayList<>();

    private PreviewFit(Vae vae, PipelineNumbers numbers, int side) {
        this.vae = vae;
        this.numbers = numbers;
        this.side = side;
    }

    /**
     * @param numbers of the model
     * @param side of the pictures to fit to, in pixels, a multiple of those per latent; the larger, the fewer are drawn
     * @return the factors, or empty if the autoencoder gives numbers that are not finite
     */
    public static Optional<PreviewFactors> fit(Vae vae, PipelineNumbers numbers, int side) {
        PreviewFit fit = new PreviewFit(vae, numbers, side);
        fit.collect();
        return fit.samples.stream().allMatch(Sample::finite) ? Optional.of(fit.solve()) : Optional.empty();
    }

    /** Sixteen small pictures, or as many large ones as have the same number of pixels, but at least four. */
    static int pictures(int side) {
        long same = Math.round((double) MOST_PICTURES * USUAL_SIDE * USUAL_SIDE / ((double) side * side));
        return (int) Math.max(FEWEST_PICTURES, Math.min(MOST_PICTURES, same));
    }

    private void collect() {
        SmoothLatents drawn = new SmoothLatents(SEED);
        for (float[] picture : SyntheticPictures.draw(pictures(side), side, SEED)) {
            float[] latent = vae.encode(picture, side)
                    .map(mean -> scaled(mean, numbers.scalingFactor()))
                    .orElseGet(() -> drawn.draw(numbers.latentChannels(), numbers.latentSide(side)));
            float[] decoded = vae.decode(scaled(latent, 1 / numbers.scalingFactor()), side);
            samples.add(new Sample(latent, Colours.of(decoded, side, numbers.vaeScale())));
        }
    }

    private PreviewFactors solve() {
        int channels = numbers.latentChannels();
        RidgeRegression regression = new RidgeRegression(channels, COLOURS);
        for (Sample sample : samples) {
            int pixels = sample.latent.length / channels;
            for (int pixel = 0; pixel < pixels; pixel++) {
                regression.add(
                        column(sample.latent, pixel, pixels, channels), column(sample.colours, pixel, pixels, COLOURS));
            }
        }
        double[][] solution = regression.solve();
        List<List<Double>> factors = Stream.of(solution)
                .map(row -> DoubleStream.of(row)
                        .limit(channels)
                        .map(PreviewFit::rounded)
                        .boxed()
                        .toList())
                .toList();
        List<Double> bias =
                Stream.of(solution).map(row -> rounded(row[channels])).toList();
        PreviewFactors fitted = new PreviewFactors(factors, bias, 0);
        double error = samples.stream()
                .mapToDouble(sample -> Colours.difference(fitted.preview(sample.latent), sample.colours))
                .average()
                .orElseThrow();
        return new PreviewFactors(factors, bias, rounded(error));
    }

    private static double[] column(float[] planes, int pixel, int pixels, int count) {
        return IntStream.range(0, count)
                .mapToDouble(plane -> planes[plane * pixels + pixel])
                .toArray();
    }

    private static float[] scaled(float[] values, double factor) {
        float[] scaled = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            scaled[i] = (float) (values[i] * factor);
        }
        return scaled;
    }

    private static double rounded(double value) {
        return Math.round(value * DECIMALS) / DECIMALS;
    }

    /**
     * @param latent as the sampler sees it
     * @param colours of its pixels, decoded
     */
    private record Sample(float[] latent, float[] colours) {

        boolean finite() {
            return Stream.of(latent, colours)
                    .flatMap(values -> IntStream.range(0, values.length).mapToObj(i -> values[i]))
                    .allMatch(Float::isFinite);
        }
    }
}
