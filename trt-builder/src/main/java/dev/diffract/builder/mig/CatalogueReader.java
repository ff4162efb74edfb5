package dev.diffract.builder.mig;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads the catalogue's data file. It ships with the program, so whatever is wrong with it is a mistake of ours. */
final class CatalogueReader {

    private static final String RESOURCE = "catalogue.yaml";
    private static final int VENDOR = 0x10DE;

    private final CatalogueFile file;

    private CatalogueReader(CatalogueFile file) {
        this.file = file;
    }

    /** @throws IllegalStateException if the data contradict themselves */
    static MigCatalogue read() {
        try (InputStream in = CatalogueReader.class.getResourceAsStream(RESOURCE)) {
            Object tree =
                    new Load(LoadSettings.builder().setSchema(new CoreSchema()).build()).loadFromInputStream(in);
            CatalogueFile file = JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .build()
                    .convertValue(tree, CatalogueFile.class);
            return new CatalogueReader(file).catalogue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private MigCatalogue catalogue() {
        Map<String, String> refused = new LinkedHashMap<>();
        file.refused().forEach(refusal -> refusal.names().forEach(name -> refused.put(name, refusal.reason())));
        return new MigCatalogue(file.gpus().stream().map(this::model).toList(), refused);
    }

    private GpuModel model(CatalogueFile.Gpu gpu) {
        CatalogueFile.Geometry geometry =
                gpu.geometry() == null ? null : file.geometries().get(gpu.geometry());
        List<MigProfile> profiles = geometry == null
                ? List.of()
                : geometry.profiles().stream()
                        .map(shape -> profile(shape, figures(gpu, shape.id())))
                        .toList();
        if (profiles.size() != orEmpty(gpu.profiles()).size()) {
            throw new IllegalStateException(gpu.name() + " has other profiles than its geometry");
        }
        return new GpuModel(
                gpu.name(),
                orEmpty(gpu.aliases()),
                orEmpty(gpu.pci()).stream().map(device -> device << 16 | VENDOR).toList(),
                ComputeCapability.parse(gpu.computeCapability()),
                gpu.sms(),
                gpu.mib(),
                geometry == null ? 0 : geometry.axis(),
                profiles);
    }

    private static CatalogueFile.Profile figures(CatalogueFile.Gpu gpu, int id) {
        return gpu.profiles().stream()
                .filter(profile -> profile.id() == id)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(gpu.name() + " lacks the profile " + id));
    }

    private static MigProfile profile(CatalogueFile.Shape shape, CatalogueFile.Profile figures) {
        return new MigProfile(
                figures.name(),
                orEmpty(figures.also()),
                shape.id(),
                shape.compute(),
                shape.units(),
                figures.mib(),
                figures.sms(),
                figures.copy(),
                media(figures.media()),
                attributes(orEmpty(shape.attributes())),
                shape.starts(),
                orEmpty(shape.driver()),
                shape.max(),
                doubtful(orEmpty(figures.doubtful())));
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

    private static <T> List<T> orEmpty(List<T> list) {
        return list == null ? List.of() : list;
    }
}
