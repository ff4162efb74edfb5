package dev.diffract.tests.e2e.picture;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Says what a picture shows, from its pixels alone: the background's colour, and every object's colour, shape and place.
 * A shape is the outline that overlaps best of all, over place, size and tilt; how well is said too.
 */
public final class PictureReader {

    /** What a picture shows; objects from left to right, those above one another from top to bottom. */
    public record Scene(String background, List<Thing> things) {}

    /**
     * @param overlap intersection over union with the best outline, 0 to 1
     * @param x centre in pixels
     * @param y centre in pixels, from the top
     */
    public record Thing(String colour, String shape, double overlap, double x, double y) {}

    private static final int BORDER = 4;
    private static final double CONTRAST = 26;
    private static final double SMALLEST_SHARE = 0.004;
    private static final double TILT_LIMIT = 22;
    private static final double[] TILTS = {-15, -7.5, 0, 7.5, 15};

    private final World world;

    private PictureReader(World world) {
        this.world = world;
    }

    /** Reads pictures of the model whose directory holds {@code world.json}. */
    public static PictureReader of(Path modelDirectory) throws IOException {
        return new PictureReader(World.read(modelDirectory));
    }

    public Scene read(BufferedImage picture) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        double[] background = median(picture, at -> {
            int x = at % width;
            int y = at / width;
            return x < BORDER || y < BORDER || x >= width - BORDER || y >= height - BORDER;
        });
        BitSet different = new BitSet(width * height);
        IntStream.range(0, width * height)
                .filter(at -> World.distance(rgb(picture, at), background) > CONTRAST)
                .forEach(different::set);
        List<Thing> things = new ArrayList<>();
        for (Mask part : new Mask(width, height, different).components()) {
            if (part.area() >= SMALLEST_SHARE * width * height) {
                things.add(thing(picture, part, background));
            }
        }
        boolean stacked = things.size() == 2
                && Math.abs(things.get(0).y() - things.get(1).y())
                        > Math.abs(things.get(0).x() - things.get(1).x());
        things.sort(Comparator.comparingDouble(stacked ? Thing::y : Thing::x));
        return new Scene(world.nearestColour(background), List.copyOf(things));
    }

    private Thing thing(BufferedImage picture, Mask part, double[] background) {
        Mask core = part.eroded().eroded();
        BitSet inside = (core.area() > 0 ? core : part).pixels();
        double[] colour = median(picture, inside::get);
        // The edge is where a pixel is as near to the object's colour as to the background's.
        BitSet nearer = part.dilated().dilated().pixels();
        BitSet outline = (BitSet) nearer.clone();
        nearer.stream()
                .filter(at -> share(rgb(picture, at), background, colour) <= 0.5)
                .forEach(outline::clear);
        Mask mask = new Mask(part.width(), part.height(), outline);
        Fit best = world.shapes().entrySet().stream()
                .map(shape -> fit(mask, shape))
                .max(Comparator.comparingDouble(Fit::overlap))
                .orElseThrow();
        return new Thing(world.nearestColour(colour), best.shape(), best.overlap(), best.pose()[0], best.pose()[1]);
    }

    /** Pose: x, y, radius in pixels, tilt in degrees. */
    private record Fit(String shape, double overlap, double[] pose) {}

    /** Starts where area and centre agree, then climbs along one coordinate after the other. */
    private static Fit fit(Mask mask, Map.Entry<String, Path2D> shape) {
        Fit best = null;
        for (double tilt : TILTS) {
            Fit candidate = at(mask, shape, start(mask, shape.getValue(), tilt));
            best = best == null || candidate.overlap() > best.overlap() ? candidate : best;
        }
        for (double fraction : new double[] {1, 0.4}) {
            boolean improved = true;
            while (improved) {
                improved = false;
                double step = 0.06 * best.pose()[2] * fraction;
                double[] steps = {step, step, step, 5 * fraction};
                for (int i = 0; i < 8; i++) {
                    double[] pose = best.pose().clone();
                    pose[i % 4] += i < 4 ? steps[i] : -steps[i - 4];
                    Fit candidate = at(mask, shape, pose);
                    if (Math.abs(pose[3]) <= TILT_LIMIT && candidate.overlap() > best.overlap() + 1e-4) {
                        best = candidate;
                        improved = true;
                    }
                }
            }
        }
        return best;
    }

    private static Fit at(Mask mask, Map.Entry<String, Path2D> shape, double[] pose) {
        AffineTransform placed = AffineTransform.getTranslateInstance(pose[0], pose[1]);
        placed.rotate(Math.toRadians(pose[3]));
        placed.scale(pose[2], pose[2]);
        Mask template = Mask.of(mask.width(), mask.height(), placed.createTransformedShape(shape.getValue()));
        return new Fit(shape.getKey(), mask.overlap(template), pose);
    }

    private static double[] start(Mask mask, Path2D shape, double tilt) {
        int canvas = 256;
        double scale = canvas / 4.0;
        AffineTransform centred = AffineTransform.getTranslateInstance(canvas / 2.0, canvas / 2.0);
        centred.rotate(Math.toRadians(tilt));
        centred.scale(scale, scale);
        Mask unit = Mask.of(canvas, canvas, centred.createTransformedShape(shape));
        double radius = Math.sqrt(mask.area() / (unit.area() / (scale * scale)));
        double[] centre = centre(mask);
        double[] unitCentre = centre(unit);
        return new double[] {
            centre[0] - (unitCentre[0] - canvas / 2.0) / scale * radius,
            centre[1] - (unitCentre[1] - canvas / 2.0) / scale * radius,
            radius,
            tilt
        };
    }

    private static double[] centre(Mask mask) {
        double x = mask.pixels().stream().map(at -> at % mask.width()).average().orElse(0);
        double y = mask.pixels().stream().map(at -> at / mask.width()).average().orElse(0);
        return new double[] {x + 0.5, y + 0.5};
    }

    private static double share(double[] rgb, double[] from, double[] to) {
        double along = 0;
        double length = 0;
        for (int i = 0; i < 3; i++) {
            along += (rgb[i] - from[i]) * (to[i] - from[i]);
            length += (to[i] - from[i]) * (to[i] - from[i]);
        }
        return along / Math.max(1, length);
    }

    private static double[] median(BufferedImage picture, IntPredicate among) {
        int[] chosen = IntStream.range(0, picture.getWidth() * picture.getHeight())
                .filter(among)
                .toArray();
        double[] middle = new double[3];
        for (int channel = 0; channel < 3; channel++) {
            int c = channel;
            double[] values = Arrays.stream(chosen)
                    .mapToDouble(at -> rgb(picture, at)[c])
                    .sorted()
                    .toArray();
            middle[channel] = values[values.length / 2];
        }
        return middle;
    }

    private static double[] rgb(BufferedImage picture, int at) {
        int rgb = picture.getRGB(at % picture.getWidth(), at / picture.getWidth());
        return new double[] {rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff};
    }
}
