package dev.diffract.builder.planning.mig;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads the catalogue's data file, whose own comments say what its keys mean. It ships with the program, so whatever is wrong with it is a
 * mistake of ours: an {@link IllegalStateException}.
 */
final class CatalogueReader {

    private static final String RESOURCE = "catalogue.yaml";
    private static final int VENDOR = 0x10DE;

    /** What cards of one geometry share about a profile. */
    private record Shape(
            int id,
            int compute,
            int units,
            int max,
            List<Integer> starts,
            List<Integer> driver,
            Set<ProfileAttribute> attributes) {}

    private record Geometry(int axis, List<Shape> shapes) {}

    private final Map<String, Geometry> geometries = new HashMap<>();

    private CatalogueReader() {}

    static MigCatalogue read() {
        try (InputStream in = CatalogueReader.class.getResourceAsStream(RESOURCE)) {
            return read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static MigCatalogue read(InputStream yaml) {
        LoadSettings settings =
                LoadSettings.builder().setSchema(new CoreSchema()).build();
        return new CatalogueReader()
                .catalogue(new CatalogueRow("the catalogue", new Load(settings).loadFromInputStream(yaml)));
    }

    private MigCatalogue catalogue(CatalogueRow root) {
        for (CatalogueRow row : root.rows("geometries")) {
            geometries.put(
                    row.text("name"),
                    new Geometry(
                            row.number("axis"),
                            row.rows("profiles").stream()
                                    .map(CatalogueReader::shape)
                                    .toList()));
            row.end();
        }
        List<GpuModel> models = root.rows("gpus").stream().map(this::model).toList();
        Map<String, String> refused = new HashMap<>();
        for (CatalogueRow row : root.rows("refused")) {
            String reason = row.text("reason");
            row.texts("names").forEach(name -> refused.put(name, reason));
            row.end();
        }
        root.end();
        return new MigCatalogue(models, refused);
    }

    private static Shape shape(CatalogueRow row) {
        Shape shape = new Shape(
                row.number("id"),
                row.number("compute"),
                row.number("units"),
                row.number("max"),
                row.numbers("starts"),
                row.numbers("driver"),
                attributes(row.texts("attributes")));
        row.end();
        return shape;
    }

    private GpuModel model(CatalogueRow row) {
        Geometry geometry = row.has("geometry") ? geometries.get(row.text("geometry")) : new Geometry(0, List.of());
        Map<Integer, CatalogueRow> figures = new HashMap<>();
        row.rows("profiles").forEach(profile -> figures.put(profile.number("id"), profile));
        List<MigProfile> profiles = new ArrayList<>();
        for (Shape shape : geometry.shapes()) {
            profiles.add(profile(shape, figures.remove(shape.id())));
        }
        if (!figures.isEmpty()) {
            throw new IllegalStateException(
                    row.text("name") + " has profiles that its geometry lacks: " + figures.keySet());
        }
        GpuModel model = new GpuModel(
                row.text("name"),
                row.texts("aliases"),
                row.texts("shared"),
                row.numbers("pci").stream().map(device -> device << 16 | VENDOR).toList(),
                ComputeCapability.parse(row.text("compute-capability")),
                row.number("sms"),
                row.number("mib"),
                geometry.axis(),
                profiles);
        row.end();
        return model;
    }

    private static MigProfile profile(Shape shape, CatalogueRow row) {
        if (row == null) {
            throw new IllegalStateException("a card lacks the profile " + shape.id() + " of its geometry");
        }
        MigProfile profile = new MigProfile(
                row.text("name"),
                row.texts("also"),
                shape.id(),
                shape.compute(),
                shape.units(),
                row.number("mib"),
                row.number("sms"),
                row.number("copy"),
                media(row.text("media")),
                shape.attributes(),
                shape.starts(),
                shape.driver(),
                shape.max(),
                doubtful(row.texts("doubtful")));
        row.end();
        return profile;
    }

    private static MediaEngines media(String text) {
        int[] counts =
                Arrays.stream(text.split("/")).mapToInt(Integer::parseInt).toArray();
        return new MediaEngines(counts[0], counts[1], counts[2], counts[3]);
    }

    private static Set<ProfileAttribute> attributes(List<String> suffixes) {
        Set<ProfileAttribute> attributes = EnumSet.noneOf(ProfileAttribute.class);
        for (String suffix : suffixes) {
            attributes.add(Arrays.stream(ProfileAttribute.values())
                    .filter(attribute -> attribute.suffix().equals(suffix))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no attribute is written " + suffix)));
        }
        return attributes;
    }

    private static Set<Figure> doubtful(List<String> names) {
        Set<Figure> figures = EnumSet.noneOf(Figure.class);
        names.forEach(name -> figures.add(Figure.valueOf(name.replace('-', '_').toUpperCase(Locale.ROOT))));
        return figures;
    }
}
