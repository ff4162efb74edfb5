package dev.diffract.builder.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.builder.planning.PlanningException;
import dev.diffract.builder.planning.live.SavedTexts;
import dev.diffract.builder.planning.lock.Lock;
import dev.diffract.builder.planning.lock.LockFile;
import dev.diffract.builder.planning.lock.LockMaker;
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
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

@SuppressWarnings("unchecked")
class PlanRendererTest {

    private static final String TWO_ALIKE = "{model: H100-80GB, slices: [{profile: 3g.40gb, model: sd15, count: 2}]}";

    @TempDir
    private Path directory;

    private Plan plan(String repositories, String gpus, String rest) throws IOException {
        return PlanReader.read(
                Files.writeString(directory.resolve("diffract.yaml"), """
                version: 1
                repositories: %s
                models:
                  sd15: {source: sd15, resolutions: [512x512]}
                  other: {source: other, resolutions: [512x512]}
                gpus:
                  - %s
                %s
                """.formatted(repositories, gpus, rest)));
    }

    private static String text(List<RenderedFile> files, String path) {
        return files.stream()
                .filter(file -> file.path().equals(path))
                .findFirst()
                .orElseThrow()
                .text();
    }

    private static Map<String, Object> yaml(List<RenderedFile> files, String path) {
        return (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(text(files, path));
    }

    private static Map<String, Map<String, Object>> services(List<RenderedFile> files) {
        return (Map<String, Map<String, Object>>) yaml(files, "compose.yaml").get("services");
    }

    private static Object at(Object tree, Object... path) {
        Object value = tree;
        for (Object step : path) {
            value = step instanceof Integer index ? ((List<?>) value).get(index) : ((Map<?, ?>) value).get(step);
        }
        return value;
    }

    private List<RenderedFile> render(Plan plan, Optional<Lock> lock) {
        return PlanRenderer.render(plan, lock, "diffract.lock.yaml");
    }

    private static Lock lock(Plan plan, String... lines) throws IOException {
        Path list =
                Files.writeString(Files.createTempFile(plan.file().getParent(), "list", ""), String.join("\n", lines));
        return LockMaker.make(
                plan, new SavedTexts(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(list)).read());
    }

    private static final String[] LIST = {
        "GPU 0: NVIDIA H100 80GB HBM3 (UUID: GPU-c08d91cb-e324-655c-71ba-7570956445bc)",
        "  MIG 3g.40gb     Device  0: (UUID: MIG-405bbda1-6b05-535f-9702-f95e8cd170ce)",
        "  MIG 3g.40gb     Device  1: (UUID: MIG-df7e5a27-eeea-51a0-9055-b36d5a552879)"
    };

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
        assertThat(at(services, "frontend", "environment", "DIFFRACT_REPOSITORIES"))
                .isEqualTo("/repositories/sd15/current");
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
                        "--metrics-port=8005");
        assertThat(text(files, "frontend.env")).contains("DIFFRACT_REPOSITORIES='/srv/it'\\''s $HOME\\, `id`");
    }

    @Test
    void locksComeBackAsTheyWereWritten() throws IOException {
        Plan plan = plan("/srv/diffract", TWO_ALIKE, "");
        Lock lock = lock(plan, LIST);

        assertThat(LockFile.read(Files.writeString(directory.resolve(Lock.FILE), LockFile.print(lock))))
                .isEqualTo(lock);
    }

    @Test
    void instancesThatWereKeptElsewhereStayThere() throws IOException {
        Plan plan = plan(
                "/srv",
                "{model: H100-80GB, slices: [{profile: 3g.40gb, model: sd15}, {profile: 1g.10gb, model: sd15}]}",
                "");
        Path texts = Path.of("../planning/src/test/resources/nvidia-smi");
        Lock lock = LockMaker.make(
                plan,
                new SavedTexts(
                                Optional.of(texts.resolve("h100-lgi.txt")),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(texts.resolve("h100-list.txt")))
                        .read());
        Path file = Files.writeString(directory.resolve(Lock.FILE), LockFile.print(lock));

        assertThat(LockFile.read(file)).isEqualTo(lock);
        assertThat(text(render(plan, Optional.of(lock)), "mig.sh")).endsWith(" H100-80GB 9:0:3g.40gb 19:5:1g.10gb\n");
        assertThat(text(render(plan, Optional.empty()), "mig.sh")).doesNotContain("19:5:1g.10gb");
        Files.writeString(file, LockFile.print(lock).replace("start: 5", "start: 2"));
        Lock overlapping = LockFile.read(file);
        assertThatThrownBy(() -> render(plan, Optional.of(overlapping)))
                .isInstanceOf(PlanningException.class)
                .hasMessage(
                        "diffract.lock.yaml has starts that cannot be: 3g.40gb@0 and 1g.10gb@2 overlap; make a new one with"
                                + " 'diffract plan lock'");
    }

    @Test
    void theLockOfAnotherPlanIsRefused() throws IOException {
        Plan plan = plan("/srv/diffract", TWO_ALIKE, "");
        Lock lock = lock(plan, LIST);
        Plan other = plan(
                "/srv/diffract",
                "{model: H100-80GB, slices: [{profile: 4g.40gb, model: sd15}, {profile: 3g.40gb, model: sd15}]}",
                "");
        Plan fewer = plan("/srv/diffract", "{model: H100-80GB, slices: [{profile: 3g.40gb, model: sd15}]}", "");
        Plan more = plan(
                "/srv/diffract",
                "{model: H100-80GB, name: gpu0, count: 2, slices: [{profile: 3g.40gb, model: sd15}]}",
                "");

        assertThatThrownBy(() -> render(other, Optional.of(lock)))
                .isInstanceOf(PlanningException.class)
                .hasMessage(
                        "diffract.lock.yaml is the lock of another plan: slice-0 is 3g.40gb on gpu0 there and 4g.40gb on gpu0"
                                + " here; make a new one with 'diffract plan lock'");
        assertThatThrownBy(() -> render(fewer, Optional.of(lock)))
                .hasMessageContaining("slice-1 is 3g.40gb on gpu0 there and nothing here");
        assertThatThrownBy(() -> render(more, Optional.of(lock)))
                .hasMessageContaining("card 0 is gpu0 (H100-80GB) there and gpu0/0");
    }

    @Test
    void aGpuThatIsNotCutAsPlannedIsNotLocked() throws IOException {
        Plan plan = plan("/srv/diffract", TWO_ALIKE, "");

        assertThatThrownBy(() -> lock(plan, LIST[0], LIST[1]))
                .hasMessage(
                        "GPU 0 (NVIDIA H100 80GB HBM3) is not cut as planned: it has no device for slice-1 (3g.40gb); it has"
                                + " 3g.40gb. 'diffract plan show --diff' says what to change");
        assertThatThrownBy(() -> lock(plan, LIST[0], LIST[1], LIST[2].replace("3g.40gb", "1c.3g.40gb")))
                .hasMessageContaining("no device for slice-1 (3g.40gb); it has 3g.40gb, 1c.3g.40gb");
        assertThatThrownBy(() -> lock(plan, LIST[0].replace("H100 80GB HBM3", "L4"), LIST[1], LIST[2]))
                .hasMessageContaining("is 1 x H100-80GB, and there are 0: besides that there is GPU 0 (NVIDIA L4)");
    }

    @Test
    void whatIsNoLockFileIsRefused() throws IOException {
        Path file = directory.resolve(Lock.FILE);
        assertThatThrownBy(() -> LockFile.read(file))
                .hasMessage(file + " does not exist: expected a lock file, which 'diffract plan lock' writes");
        for (String text : List.of(
                "",
                "[]",
                "version: 2",
                "version: 1",
                "{version: 1, gpus: [], slices: [1]}",
                "{version: 1, gpus: [{card: a}], slices: []}",
                "{version: 1, gpus: [], slices: [{slice: a, card: b, profile: c, uuid: '$(id)'}]}")) {
            Files.writeString(file, text);
            assertThatThrownBy(() -> LockFile.read(file))
                    .as(text)
                    .isInstanceOf(PlanningException.class)
                    .hasMessageContaining("expected a lock file as 'diffract plan lock' writes it");
        }
        Files.writeString(file, "{");
        assertThatThrownBy(() -> LockFile.read(file)).hasMessageStartingWith(file + " is no YAML");
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
