package dev.diffract.builder.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.builder.planning.plan.Plan;
import dev.diffract.builder.planning.plan.PlanReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SuppressWarnings("unchecked")
class PlanRendererTest extends RenderedPlans {

    @Test
    void everySliceHasItsServerWithPortsOfItsOwn() throws IOException {
        Plan plan = plan("/srv/diffract", TWO_ALIKE, "ports: {base: 9000}");
        Map<String, Map<String, Object>> services = services(render(plan, Optional.empty()));

        assertThat(services).containsOnlyKeys("slice-0", "slice-1", "frontend");
        assertThat(services.get("slice-1").get("ports"))
                .isEqualTo(List.of("127.0.0.1:9003:8000", "127.0.0.1:9004:8001", "127.0.0.1:9005:8002"));
        assertThat((List<String>) services.get("slice-0").get("command"))
                .contains(
                        "tritonserver",
                        "--model-repository=/repository/current/models",
                        "--allow-gpu-metrics=false",
                        "--strict-readiness=true",
                        "--model-control-mode=none");
        assertThat(at(services, "slice-0", "volumes", 0, "source")).isEqualTo("/srv/diffract/sd15/H100-80GB/3g.40gb");
        assertThat(at(services, "frontend", "environment", "DIFFRACT_SLICES"))
                .isEqualTo("slice-0=slice-0:8001,slice-1=slice-1:8001");
        assertThat(at(services, "frontend", "environment", "DIFFRACT_USAGE"))
                .isEqualTo("slice-0=slice-0:8002,slice-1=slice-1:8002");
        assertThat(at(services, "frontend", "environment", "DIFFRACT_REPOSITORIES"))
                .isEqualTo("/repositories/sd15/current");
        assertThat(at(services, "frontend", "environment", "DIFFRACT_HTTP_HOSTS"))
                .isEqualTo("${DIFFRACT_HTTP_HOSTS:-}");
        assertThat(at(services, "frontend", "environment", "DIFFRACT_HTTP_ORIGINS"))
                .isEqualTo("${DIFFRACT_HTTP_ORIGINS:-}");
    }

    /** Compose takes two projects of one name for one, and removes the containers of the first with {@code --remove-orphans}. */
    @ParameterizedTest
    @CsvSource({
        "left.yaml, diffract-left",
        "diffract-left.yml, diffract-left",
        "Größe 2.yaml, diffract-gr-e-2",
        "a.diffract.yaml, diffract-a-diffract",
        "été/diffract.yaml, diffract-t",
        "diffract/diffract.yaml, diffract",
        "host-7/diffract.yaml, diffract-host-7",
        "ß.yaml, diffract-below"
    })
    void plansOfDifferentNamesAreDifferentComposeProjects(String file, String project) throws IOException {
        Path there = directory.resolve("below").resolve(file);
        Files.createDirectories(there.getParent());
        Path written = plan("/srv", TWO_ALIKE, "").file();
        Plan plan = PlanReader.read(Files.move(written, there));
        List<RenderedFile> files = render(plan, Optional.empty());

        assertThat(yaml(files, "compose.yaml").get("name")).isEqualTo(project);
        assertThat(yaml(files, "compose.cpu.yaml").get("name")).isEqualTo(project + "-cpu");
    }

    @Test
    @SuppressWarnings("unchecked")
    void withoutAGpuTheSameSlicesAreServedByTheEmbeddedServer() throws IOException {
        List<RenderedFile> files = render(plan("/srv/diffract", TWO_ALIKE, ""), Optional.empty());
        Map<String, Map<String, Object>> gpu = services(files);
        Map<String, Map<String, Object>> cpu = (Map<String, Map<String, Object>>)
                yaml(files, "compose.cpu.yaml").get("services");

        assertThat(cpu.keySet()).isEqualTo(gpu.keySet());
        assertThat(cpu.get("frontend")).isEqualTo(gpu.get("frontend"));
        assertThat(cpu.get("slice-1"))
                .doesNotContainKey("deploy")
                .containsEntry("volumes", gpu.get("slice-1").get("volumes"))
                .containsEntry("ports", gpu.get("slice-1").get("ports"));
        assertThat((List<Object>) at(cpu, "slice-1", "command"))
                .contains("--model-repository=/repository/current", "--slice-name=slice-1");
    }

    @Test
    void noTwoServersShareAHostPort() throws IOException {
        Set<Object> ports = new HashSet<>();
        Map<String, Map<String, Object>> services =
                services(render(PlanReader.read(Path.of("../../deploy/mig/diffract.yaml")), Optional.empty()));
        assertThat(at(services, "frontend", "ports"))
                .isEqualTo(List.of("${FRONTEND_ADDRESS:-127.0.0.1}:8080:8080", "127.0.0.1:8090:8090"));
        int slices = 0;
        for (Map<String, Object> service : services.values()) {
            if (service.containsKey("deploy")) {
                slices++;
                ((List<?>) service.get("ports"))
                        .forEach(port -> assertThat(ports.add(port)).isTrue());
            }
        }
        assertThat(slices).isEqualTo(10);
        assertThat(ports).hasSize(30);
    }

    @Test
    void withoutALockSlicesThatAreAlikeAreCountedAndOthersAreAskedFor() throws IOException {
        Map<String, Map<String, Object>> alike = services(render(plan("/srv", TWO_ALIKE, ""), Optional.empty()));
        assertThat(at(alike, "slice-1", "deploy", "resources", "reservations", "devices", 0, "device_ids"))
                .isEqualTo(List.of("0:1"));
        assertThat(text(render(plan("/srv", TWO_ALIKE, ""), Optional.empty()), "compose.yaml"))
                .contains("# Without a lock file", "\"0:1\"");

        Map<String, Map<String, Object>> different = services(render(
                plan(
                        "/srv",
                        "{model: H100-80GB, slices: [{profile: 3g.40gb, model: sd15}, {profile: 3g.40gb, model: other}]}",
                        ""),
                Optional.empty()));
        assertThat(at(different, "slice-1", "deploy", "resources", "reservations", "devices", 0, "device_ids"))
                .asString()
                .startsWith("[${SLICE_1:?MIG-... of a 3g.40gb");
        assertThat(at(different, "frontend", "environment", "DIFFRACT_REPOSITORIES"))
                .isEqualTo("/repositories/sd15/current,/repositories/other/current");
    }

    @Test
    void withALockEverythingIsAddressedByUuid() throws IOException {
        Plan plan = plan("/srv/diffract", TWO_ALIKE, "");
        List<RenderedFile> files = render(plan, Optional.of(lock(plan, LIST)));

        assertThat(at(services(files), "slice-1", "deploy", "resources", "reservations", "devices", 0, "device_ids"))
                .isEqualTo(List.of("MIG-df7e5a27-eeea-51a0-9055-b36d5a552879"));
        assertThat(at(services(files), "slice-0", "environment", "CUDA_VISIBLE_DEVICES"))
                .isEqualTo("MIG-405bbda1-6b05-535f-9702-f95e8cd170ce");
        assertThat(text(files, "compose.yaml")).doesNotContain("Without a lock file");
        assertThat(text(files, "mig.sh"))
                .endsWith("\ncut_gpu GPU-c08d91cb-e324-655c-71ba-7570956445bc H100-80GB 9:0:3g.40gb 9:4:3g.40gb\n");
        assertThat(text(files, "triton/slice-0.sh"))
                .contains("export CUDA_VISIBLE_DEVICES=MIG-405bbda1-6b05-535f-9702-f95e8cd170ce\n");
    }

    @Test
    void migPartedCountsProfilesPerCard() throws IOException {
        Object tree = yaml(
                render(PlanReader.read(Path.of("../../deploy/mig/diffract.yaml")), Optional.empty()),
                "mig-parted.yaml");

        assertThat(at(tree, "version")).isEqualTo("v1");
        assertThat(at(tree, "mig-configs", "diffract"))
                .isEqualTo(List.of(Map.of(
                        "devices",
                        List.of(0, 1),
                        "mig-enabled",
                        true,
                        "mig-devices",
                        Map.of("3g.40gb", 1, "1g.10gb", 4))));
    }

    @Test
    void whateverAUserWritesStaysText() throws IOException, InterruptedException {
        Plan plan = plan("\"/srv/it's $HOME, `id` \\\"x\\\": #1\"", TWO_ALIKE, "image: \"reg:5000/t:$x\"");
        List<RenderedFile> files = render(plan, Optional.of(lock(plan, LIST)));

        assertThat(at(services(files), "slice-0", "image")).isEqualTo("reg:5000/t:$$x");
        assertThat(at(services(files), "slice-0", "volumes", 0, "source"))
                .isEqualTo("/srv/it's $$HOME, `id` \"x\": #1/sd15/H100-80GB/3g.40gb");
        Path bin = Files.createDirectories(directory.resolve("bin"));
        Path server = Files.writeString(
                bin.resolve("tritonserver"), "#!/bin/sh\necho \"$CUDA_VISIBLE_DEVICES\"\nprintf '%s\\n' \"$@\"\n");
        assertThat(server.toFile().setExecutable(true)).isTrue();
        Path script = Files.writeString(directory.resolve("slice.sh"), text(files, "triton/slice-1.sh"));
        ProcessBuilder builder = new ProcessBuilder("bash", script.toString()).redirectErrorStream(true);
        builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(output.lines())
                .startsWith(
                        "MIG-df7e5a27-eeea-51a0-9055-b36d5a552879",
                        "--model-repository=/srv/it's $HOME, `id` \"x\": #1/sd15/H100-80GB/3g.40gb/current/models",
                        "--http-port=8003",
                        "--grpc-port=8004",
                        "--metrics-port=8005")
                .endsWith("--http-address=127.0.0.1", "--grpc-address=127.0.0.1", "--metrics-address=127.0.0.1");
        assertThat(text(files, "frontend.env")).contains("DIFFRACT_REPOSITORIES='/srv/it'\\''s $HOME\\, `id`");
    }

    @Test
    void goalsAndUndetectedCardsCannotBeRendered() throws IOException {
        Plan goal = plan("/srv", "{model: H100-80GB, goal: {model: sd15, latency: 3s}}", "");
        Plan detect = plan("/srv", "{model: detect, slices: [{profile: 3g.40gb, model: sd15}]}", "");

        assertThatThrownBy(() -> render(goal, Optional.empty())).hasMessageContaining("has a goal and no slices yet");
        assertThatThrownBy(() -> render(detect, Optional.empty()))
                .hasMessageContaining("is to be detected: 'diffract plan show'");
    }
}
