package dev.diffract.builder.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.builder.planning.plan.Plan;
import dev.diffract.builder.planning.plan.PlanReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which images rendered files name, and how they come to be. */
class ImagesTest extends RenderedPlans {

    private static final Path DOCKER = Path.of("../../deploy/docker");
    private static final String BOTH =
            "{model: H100-80GB, slices: [{profile: 3g.40gb, model: sd15}, {profile: 3g.40gb, model: other}]}";

    @Test
    void noImageOfOurOwnHasANameThatSomebodyCouldPublish() throws IOException {
        List<RenderedFile> files =
                render(plan("/srv", TWO_ALIKE, "image: registry.example/triton:1"), Optional.empty());

        assertThat(at(services(files), "frontend", "image"))
                .isEqualTo("${FRONTEND_IMAGE:-localhost/diffract/frontend}");
        assertThat(at(yaml(files, "compose.cpu.yaml"), "services", "slice-0", "image"))
                .isEqualTo("${EMBEDDED_IMAGE:-localhost/diffract/embedded-server}");
        assertThat(files)
                .allSatisfy(file -> assertThat(file.text())
                        .doesNotContainPattern("(?<!localhost/)diffract/(frontend|embedded|builder)"));
        try (Stream<Path> dockerfiles = Files.list(DOCKER)) {
            assertThat(dockerfiles)
                    .hasSize(4)
                    .allSatisfy(file -> assertThat(file)
                            .content()
                            .containsPattern("docker build -f deploy/docker/" + file.getFileName()
                                    + " (--build-arg \\S+ )?-t localhost/diffract/"));
        }
    }

    /** The builder says itself what it lacked, and ends. */
    @Test
    void noServerRunsOnWithoutMemory() throws IOException {
        try (Stream<Path> dockerfiles = Files.list(DOCKER)) {
            assertThat(dockerfiles.filter(file -> !file.endsWith("builder.Dockerfile")))
                    .hasSize(3)
                    .allSatisfy(file -> assertThat(file)
                            .content()
                            .containsPattern("\nENTRYPOINT .*\"-XX:\\+ExitOnOutOfMemoryError\""));
        }
    }

    @Test
    void aModelMayBeServedByAnotherTriton() throws IOException {
        Plan plan =
                withImage("other", "registry.example/triton:2", plan("/srv", BOTH, "image: registry.example/triton:1"));
        List<RenderedFile> files = render(plan, Optional.empty());

        assertThat(at(services(files), "slice-0", "image")).isEqualTo("registry.example/triton:1");
        assertThat(at(services(files), "slice-1", "image")).isEqualTo("registry.example/triton:2");
    }

    @Test
    void aBuilderIsBasedOnEachImageThatServes() throws IOException {
        Plan one = plan("/srv", BOTH, "image: registry.example/triton:1");
        Plan two = withImage("other", "registry.example:5000/triton@sha256:ab", one);
        String builder = "docker build -f deploy/docker/builder.Dockerfile --build-arg TRITON_IMAGE=registry.example";

        assertThat(Images.buildCommands(one))
                .containsExactly(
                        builder + "/triton:1 -t localhost/diffract/builder:registry.example-triton-1 .",
                        "docker build -f deploy/docker/frontend.Dockerfile -t localhost/diffract/frontend .",
                        "docker build -f deploy/docker/embedded-server.Dockerfile -t localhost/diffract/embedded-server .");
        assertThat(Images.buildCommands(two))
                .hasSize(4)
                .anySatisfy(command -> assertThat(command)
                        .isEqualTo("docker build -f deploy/docker/builder.Dockerfile --build-arg"
                                + " 'TRITON_IMAGE=registry.example:5000/triton@sha256:ab' -t"
                                + " localhost/diffract/builder:registry.example-5000-triton-sha256-ab ."));
    }

    /** The one engines are built with when nothing is said is the one they are served by when nothing is said. */
    @Test
    void theBuildersImageIsBasedOnThePlansDefault() throws IOException {
        assertThat(Files.readAllLines(DOCKER.resolve("builder.Dockerfile")))
                .contains("ARG TRITON_IMAGE=" + Plan.DEFAULT_IMAGE, "FROM ${TRITON_IMAGE}");
    }

    @Test
    void theReadmeSaysWhatComesBeforeComposeUp() throws IOException {
        String readme = Files.readString(Path.of("../../README.md"));
        List<String> builds = Images.buildCommands(plan("/srv", TWO_ALIKE, "")).stream()
                .filter(command -> !command.contains("builder.Dockerfile"))
                .toList();

        assertThat(builds).hasSize(2);
        assertThat(readme)
                .containsSubsequence(
                        "mvn -DskipTests clean package",
                        builds.get(0),
                        builds.get(1),
                        "/srv/diffract",
                        "./diffract plan build deploy/compose/diffract.yaml",
                        "./diffract plan render deploy/compose/diffract.yaml --out rendered",
                        "rendered/mig.sh",
                        "docker compose -f rendered/compose.yaml up");
        assertThat(readme.indexOf("docker compose"))
                .isEqualTo(readme.indexOf("docker compose -f rendered/compose.yaml up"));
    }

    private Plan withImage(String model, String image, Plan plan) throws IOException {
        return PlanReader.read(Files.writeString(
                plan.file(),
                Files.readString(plan.file())
                        .replace(model + ": {source", model + ": {image: \"" + image + "\", source")));
    }
}
