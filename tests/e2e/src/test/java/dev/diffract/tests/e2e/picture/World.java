package dev.diffract.tests.e2e.picture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the demo model was taught to draw, from {@code world.json} beside the model.
 *
 * @param palette colour name to red, green, blue
 * @param maxShade how far a colour may be lightened or darkened, as a share
 * @param shapes shape name to its outline in units of the radius, y pointing down
 */
record World(Map<String, double[]> palette, double maxShade, Map<String, Path2D> shapes) {

    private static final int SHADES = 13;
    /** A model does not hit the extreme shades exactly. */
    private static final double SHADE_MARGIN = 1.5;

    static World read(Path modelDirectory) throws IOException {
        JsonNode root =
                new ObjectMapper().readTree(modelDirectory.resolve("world.json").toFile());
        Map<String, double[]> palette = new LinkedHashMap<>();
        root.get("palette").properties().forEach(e -> palette.put(e.getKey(), triple(e.getValue())));
        Map<String, Path2D> shapes = new LinkedHashMap<>();
        root.get("shapes").properties().forEach(e -> shapes.put(e.getKey(), outline(e.getValue())));
        return new World(palette, root.get("shade").get(1).asDouble(), shapes);
    }

    /** The palette colour one of whose shades is closest. */
    String nearestColour(double[] rgb) {
        String nearest = null;
        double best = Double.MAX_VALUE;
        for (Map.Entry<String, double[]> colour : palette.entrySet()) {
            for (int i = 0; i < SHADES; i++) {
                double shade = SHADE_MARGIN * maxShade * (2.0 * i / (SHADES - 1) - 1);
                double distance = distance(shaded(colour.getValue(), shade), rgb);
                if (distance < best) {
                    best = distance;
                    nearest = colour.getKey();
                }
            }
        }
        return nearest;
    }

    static double distance(double[] a, double[] b) {
        return Math.sqrt(Math.pow(a[0] - b[0], 2) + Math.pow(a[1] - b[1], 2) + Math.pow(a[2] - b[2], 2));
    }

    private static double[] shaded(double[] rgb, double shade) {
        double[] result = new double[3];
        for (int i = 0; i < 3; i++) {
            result[i] = shade >= 0 ? rgb[i] + (255 - rgb[i]) * shade : rgb[i] * (1 + shade);
        }
        return result;
    }

    private static double[] triple(JsonNode array) {
        return new double[] {
            array.get(0).asDouble(), array.get(1).asDouble(), array.get(2).asDouble()
        };
    }

    private static Path2D outline(JsonNode points) {
        Path2D path = new Path2D.Double();
        for (int i = 0; i < points.size(); i++) {
            double x = points.get(i).get(0).asDouble();
            double y = points.get(i).get(1).asDouble();
            if (i == 0) {
                path.moveTo(x, y);
            } else {
                path.lineTo(x, y);
            }
        }
        path.closePath();
        return path;
    }
}
