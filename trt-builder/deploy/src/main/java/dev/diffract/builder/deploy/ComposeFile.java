package dev.diffract.builder.deploy;

import dev.diffract.builder.files.Yaml;
import dev.diffract.builder.planning.ProfileDirectory;
import dev.diffract.builder.planning.cards.Card;
import dev.diffract.builder.planning.cards.CardSlice;
import dev.diffract.builder.planning.plan.Ports;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code compose.yaml}: a server per slice, and the frontend. */
final class ComposeFile {

    private static final String MOUNT = "/repository";

    private final Deployment deployment;

    private ComposeFile(Deployment deployment) {
        this.deployment = deployment;
    }

    static RenderedFile of(Deployment deployment) {
        ComposeFile file = new ComposeFile(deployment);
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("name", "diffract");
        root.put("services", file.services());
        return RenderedFile.of("compose.yaml", Yaml.print(file.comment(), root));
    }

    private List<String> comment() {
        List<String> lines = new ArrayList<>(
                List.of(
                        Deployment.ORIGIN,
                        "",
                        "A process sees one MIG device only, so every slice has a server; inside it the slice is GPU 0. The servers' ports are open to this host."));
        if (deployment.lock().isEmpty()) {
            lines.addAll(List.of(
                    "",
                    "Without a lock file, slices are addressed as <gpu>:<device> where all slices of a GPU are alike, taking the plan's order of cards for",
                    "the machine's. Where they differ their numbers are not known beforehand: set SLICE_<n> to the MIG-... that 'nvidia-smi -L' lists,",
                    "or run 'diffract plan lock' once the slices exist and render again."));
        }
        return lines;
    }

    private Map<String, Object> services() {
        Map<String, Object> services = new LinkedHashMap<>();
        for (Card card : deployment.cards()) {
            for (CardSlice slice : card.slices()) {
                services.put(slice.name(), server(card, slice));
            }
        }
        services.put("frontend", frontend());
        return services;
    }

    private Map<String, Object> server(Card card, CardSlice slice) {
        Ports ports = deployment.plan().ports();
        ProfileDirectory directory = deployment.directory(card, slice);
        Map<String, Object> service = new LinkedHashMap<>();
        service.put("image", literal(deployment.plan().image()));
        service.put(
                "command",
                TritonCommand.of(
                        MOUNT + "/" + ProfileDirectory.CURRENT + "/models",
                        TritonCommand.HTTP,
                        TritonCommand.GRPC,
                        TritonCommand.METRICS));
        deployment
                .lock()
                .ifPresent(lock -> service.put("environment", Map.of("CUDA_VISIBLE_DEVICES", lock.uuid(slice))));
        service.put("deploy", reservation(device(card, slice)));
        service.put("volumes", List.of(mount(directory, MOUNT)));
        service.put(
                "ports",
                List.of(
                        publish(ports.http(slice.number()), TritonCommand.HTTP),
                        publish(ports.grpc(slice.number()), TritonCommand.GRPC),
                        publish(ports.metrics(slice.number()), TritonCommand.METRICS)));
        service.put("healthcheck", healthcheck());
        service.put("restart", "unless-stopped");
        service.put("stop_grace_period", TritonCommand.EXIT_SECONDS + 10 + "s");
        service.put("shm_size", "256m");
        return service;
    }

    private String device(Card card, CardSlice slice) {
        if (deployment.lock().isPresent()) {
            return deployment.lock().get().uuid(slice);
        }
        boolean alike = card.slices().stream()
                        .map(other ->
                                other.placement().profile() + " " + other.spec().model())
                        .distinct()
                        .count()
                == 1;
        return alike
                ? deployment.index(card) + ":" + card.slices().indexOf(slice)
                : "${" + Deployment.variable(slice) + ":?MIG-... of a "
                        + slice.placement().profile() + " as nvidia-smi -L lists it}";
    }

    private Map<String, Object> frontend() {
        List<Object> mounts = new ArrayList<>();
        List<String> repositories = new ArrayList<>();
        deployment.models().forEach((model, directory) -> {
            String target = "/repositories/" + model;
            mounts.add(mount(directory, target));
            repositories.add(target + "/" + ProfileDirectory.CURRENT);
        });
        Map<String, Object> environment = new LinkedHashMap<>();
        environment.put(FrontendSettings.REPOSITORIES, FrontendSettings.list(repositories));
        environment.put(
                FrontendSettings.SLICES,
                FrontendSettings.slices(deployment, slice -> slice.name() + ":" + TritonCommand.GRPC));
        Map<String, Object> service = new LinkedHashMap<>();
        service.put("image", "${FRONTEND_IMAGE:-diffract/frontend}");
        service.put("environment", environment);
        service.put("volumes", mounts);
        service.put("ports", List.of("${PORT:-8080}:8080"));
        service.put("restart", "unless-stopped");
        return service;
    }

    private static Map<String, Object> reservation(String device) {
        Map<String, Object> reservation = new LinkedHashMap<>();
        reservation.put("driver", "nvidia");
        reservation.put("device_ids", List.of(device));
        reservation.put("capabilities", List.of("gpu"));
        return Map.of("resources", Map.of("reservations", Map.of("devices", List.of(reservation))));
    }

    /** The whole profile directory, because the link to the served version points to its neighbour. */
    private static Map<String, Object> mount(ProfileDirectory directory, String target) {
        Map<String, Object> mount = new LinkedHashMap<>();
        mount.put("type", "bind");
        mount.put("source", literal(directory.path().toString()));
        mount.put("target", target);
        mount.put("read_only", true);
        mount.put("bind", Map.of("create_host_path", false));
        return mount;
    }

    private static String publish(int host, int container) {
        return "127.0.0.1:" + host + ":" + container;
    }

    private static Map<String, Object> healthcheck() {
        Map<String, Object> check = new LinkedHashMap<>();
        check.put("test", List.of("CMD", "curl", "-sf", "http://localhost:" + TritonCommand.HTTP + "/v2/health/ready"));
        check.put("interval", "5s");
        check.put("timeout", "3s");
        check.put("retries", 60);
        return check;
    }

    /** Compose puts variables in place of what follows a dollar sign. */
    private static String literal(String text) {
        return text.replace("$", "$$");
    }
}
