package dev.diffract.builder.graphs.preview;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Pictures with what photographs and drawings are made of: soft gradients, flat patches, hard edges, texture of several
 * frequencies; in random colours, the same on every run.
 */
final class SyntheticPictures {

    private static final int COLOURS = 3;
    private static final int PATCHES = 12;
    private static final int EDGES = 4;

    private final Random random;

    private SyntheticPictures(long seed) {
        random = new Random(seed);
    }

    /**
     * @return red, green and blue planes from -1 to 1, side × side pixels each
     */
    static List<float[]> draw(int count, int side, long seed) {
        SyntheticPictures pictures = new SyntheticPictures(seed);
        List<float[]> drawn = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            drawn.add(rasterise(pictures.kind(i), side));
        }
        return drawn;
    }

    private Painting kind(int number) {
        return switch (number % 4) {
            case 0 -> gradient();
            case 1 -> patches();
            case 2 -> edges();
            default -> texture(2 << number / 4 % 4);
        };
    }

    private Painting gradient() {
        List<ValueNoise> channels = channels(1);
        return (x, y, colour) -> channels.get(colour).at(x, y);
    }

    private Painting patches() {
        Painting painting = flat();
        for (int i = 0; i < PATCHES; i++) {
            double left = random.nextDouble();
            double top = random.nextDouble();
            double right = left + 1 / 8.0 + random.nextDouble() * 3 / 8;
            double bottom = top + 1 / 8.0 + random.nextDouble() * 3 / 8;
            painting = over(painting, (x, y) -> x >= left && x < right && y >= top && y < bottom);
        }
        return painting;
    }

    private Painting edges() {
        Painting painting = flat();
        for (int i = 0; i < EDGES; i++) {
            double angle = random.nextDouble() * 2 * Math.PI;
            double distance = (random.nextDouble() - 0.5) * 0.6;
            painting = over(painting, (x, y) -> (x - 0.5) * Math.cos(angle) + (y - 0.5) * Math.sin(angle) > distance);
            double centreX = random.nextDouble();
            double centreY = random.nextDouble();
            double radius = 0.05 + random.nextDouble() * 0.2;
            painting = over(painting, (x, y) -> Math.hypot(x - centreX, y - centreY) < radius);
        }
        return painting;
    }

    /** Half of it the same in all colours, as light and shadow are. */
    private Painting texture(int cells) {
        ValueNoise light = new ValueNoise(cells, random::nextDouble);
        List<ValueNoise> channels = channels(cells);
        return (x, y, colour) -> (light.at(x, y) + channels.get(colour).at(x, y)) / 2;
    }

    private List<ValueNoise> channels(int cells) {
        List<ValueNoise> channels = new ArrayList<>();
        for (int colour = 0; colour < COLOURS; colour++) {
            channels.add(new ValueNoise(cells, random::nextDouble));
        }
        return channels;
    }

    private Painting flat() {
        double[] chosen = random.doubles(COLOURS).toArray();
        return (x, y, colour) -> chosen[colour];
    }

    private Painting over(Painting below, Shape shape) {
        Painting above = flat();
        return (x, y, colour) -> (shape.covers(x, y) ? above : below).at(x, y, colour);
    }

    private static float[] rasterise(Painting painting, int side) {
        float[] planes = new float[COLOURS * side * side];
        for (int i = 0; i < planes.length; i++) {
            int pixel = i % (side * side);
            double value =
                    painting.at((double) (pixel % side) / side, (double) (pixel / side) / side, i / (side * side));
            planes[i] = (float) (value * 2 - 1);
        }
        return planes;
    }

    /** A colour from 0 to 1 at a place of the unit square. */
    private interface Painting {
        double at(double x, double y, int colour);
    }

    private interface Shape {
        boolean covers(double x, double y);
    }
}
