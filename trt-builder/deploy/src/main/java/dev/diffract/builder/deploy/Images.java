package dev.diffract.builder.deploy;

import dev.diffract.builder.planning.plan.Plan;
import java.util.List;
import java.util.stream.Stream;

/**
 * The container images of Diffract's own programs. Nobody publishes them: they are built on the host, and their names begin with one that no registry has,
 * so that a missing image is never fetched from whoever took its name.
 */
public final class Images {

    static final String FRONTEND = own("frontend");
    static final String EMBEDDED = own("embedded-server");

    private static final String BUILDER = own("builder");
    private static final String FOLDER = "deploy/docker/";
    private static final int LONGEST_TAG = 128;

    private Images() {}

    /** For comments in files that name these images. */
    static final List<String> COMMENT = List.of(
            "The images below " + own("")
                    + " are built here, from deploy/docker, and published nowhere. FRONTEND_IMAGE and EMBEDDED_IMAGE name",
            "others.");

    /**
     * Commands that build what a plan's slices and engines need, to be run in the root of the repository. The builder's image is based on the image of
     * the server that loads its engines, because an engine belongs to the TensorRT that built it.
     */
    public static List<String> buildCommands(Plan plan) {
        Stream<String> builders = plan.models().keySet().stream()
                .map(plan::image)
                .distinct()
                .map(image -> "docker build -f " + FOLDER + "builder.Dockerfile --build-arg "
                        + Shell.quote("TRITON_IMAGE=" + image) + " -t " + BUILDER + ":" + tag(image) + " .");
        Stream<String> others = Stream.of("frontend", "embedded-server")
                .map(program -> "docker build -f " + FOLDER + program + ".Dockerfile -t " + own(program) + " .");
        return Stream.concat(builders, others).toList();
    }

    /** A tag that tells images apart: their names, in the letters that tags have. */
    private static String tag(String image) {
        String tag = image.replaceAll("[^A-Za-z0-9_.-]", "-").replaceAll("^[.-]+", "");
        return tag.substring(Math.max(0, tag.length() - LONGEST_TAG)).replaceAll("^[.-]+", "");
    }

    private static String own(String program) {
        return "localhost/diffract/" + program;
    }
}
