package dev.diffract.repository.layout;

import java.util.List;

/**
 * A picture of a latent without the VAE: one pixel per latent pixel, 1/8 of the picture's side for Stable Diffusion.
 *
 * <p>colour = clamp(factors · latent + bias, 0, 1), where the latent is as the sampler sees it (the encoder's mean times the
 * scaling factor) and the colour is red, green, blue from 0 to 1.
 *
 * @param factors three rows, for red, green and blue, of a number per latent channel
 * @param bias for red, green and blue
 * @param error mean absolute difference, from 0 to 1, between previews and the decoded pictures they were fitted to, each
 *     latent pixel against the mean of the pixels it covers
 */
public record PreviewFactors(List<List<Double>> factors, List<Double> bias, double error) {

    private static final int COLOURS = 3;

    /**
     * @throws IllegalArgumentException if there are not three rows of equal length and three biases, or a number is not
     *     finite
     */
    public PreviewFactors {
        factors = factors.stream().map(List::copyOf).toList();
        bias = List.copyOf(bias);
        require(factors.size() == COLOURS, "factors has " + factors.size() + " rows, expected 3");
        require(bias.size() == COLOURS, "bias has " + bias.size() + " numbers, expected 3");
        require(
                factors.stream().map(List::size).distinct().count() == 1
                        && !factors.get(0).isEmpty(),
                "factors has rows of different lengths, or empty ones");
        require(
                factors.stream().flatMap(List::stream).allMatch(Double::isFinite)
                        && bias.stream().allMatch(Double::isFinite)
                        && error >= 0
                        && error <= 1,
                "factors and bias must be finite, error from 0 to 1");
    }

    public int latentChannels() {
        return factors.get(0).size();
    }

    /**
     * The preview of a latent.
     *
     * @param latent channel by channel, each with the same number of pixels
     * @return red, green and blue planes with that number of values from 0 to 1
     */
    public float[] preview(float[] latent) {
        int pixels = latent.length / latentChannels();
        float[] colours = new float[COLOURS * pixels];
        for (int colour = 0; colour < COLOURS; colour++) {
            for (int pixel = 0; pixel < pixels; pixel++) {
                double value = bias.get(colour);
                for (int channel = 0; channel < latentChannels(); channel++) {
                    value += factors.get(colour).get(channel) * latent[channel * pixels + pixel];
                }
                colours[colour * pixels + pixel] = (float) Math.min(1, Math.max(0, value));
            }
        }
        return colours;
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
