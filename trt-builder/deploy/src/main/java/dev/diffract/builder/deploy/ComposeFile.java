package dev.diffract.builder.deploy;

import dev.diffract.builder.planning.ProfileDirectory;
import dev.diffract.builder.planning.cards.Card;
import dev.diffract.builder.planning.cards.CardSlice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code compose.yaml}: a Triton per slice, and the frontend. */
final class ComposeFile implements Renderer {

    @Override
    public List<RenderedFile> render(Deployment deployment) {
        return List.of(RenderedFile.of(
                "compose.yaml",
                ComposeServices.project(
                        comment(deployment),
                        deployment.project(),
                        deployment,
                        (card, slice) -> server(deployment, card, slice))));
    }

    private static List<String> comment(Deployment deployment) {
        List<String> lines = new ArrayList<>(
                List.of(
                        Deployment.ORIGIN,
                        "",
                        "A process sees one MIG device only, so every slice has a server; inside it the slice is GPU 0. The servers' ports are open to this host."));
        lines.addAll(Images.COMMENT);
        if (deployment.lock().isEmpty()) {
            lines.addAll(List.of(
                    "",
                    "Without a lock file, slices are addressed as <gpu>:<device> where all slices of a GPU are alike, taking the plan's order of cards for",
                    "the machine's. Where they differ their numbers are not known beforehand: set SLICE_<n> to the MIG-... that 'nvidia-smi -L' lists,",
                    "or run 'diffract plan lock' once the slices exist and render again."));
        }
        return lines;
    }

    private static Map<String, Object> server(Deployment deployment, Card card, CardSlice slice) {
        Map<String, Object> service = new LinkedHashMap<>();
        service.put(
                "image",
                ComposeServices.literal(deployment.plan().image(slice.spec().model())));
        service.put(
                "command", TritonCommand.contained(ComposeServices.MOUNT + "/" + ProfileDirectory.CURRENT + "/models"));
        deployment
                .lock()
                .ifPresent(lock -> service.put("environment", Map.of("CUDA_VISIBLE_DEVICES", lock.uuid(slice))));
        service.put("deploy", reservation(device(deployment, card, slice)));
        service.put(
                "volumes", List.of(ComposeServices.mount(deployment.directory(card, slice), ComposeServices.MOUNT)));
        service.put("ports", ComposeServices.ports(deployment, slice));
        service.put("healthcheck", healthcheck());
        service.put("restart", "unless-stopped");
        service.put("stop_grace_period", TritonCommand.EXIT_SECONDS + 10 + "s");
        service.put("shm_size", "256m");
        return service;
    }

    private static String device(Deployment deployment, Card card, CardSlice slice) {
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

    private static Map<String, Object> reservation(String device) {
        Map<String, Object> reservation = new LinkedHashMap<>();
        reservation.put("driver", "nvidia");
        reservation.put("device_ids", List.of(device));
        reservation.put("capabilities", List.of("gpu"));
        return Map.of("resources", Map.of("reservations", Map.of("devices", List.of(reservation))));
    }

    private static Map<String, Object> healthcheck() {
        Map<String, Object> check = new LinkedHashMap<>();
        check.put("test", List.of("CMD", "curl", "-sf", "http://localhost:" + TritonCommand.HTTP + "/v2/health/ready"));
        check.put("interval", "5s");
        check.put("timeout", "3s");
        check.put("retries", 60);
        return check;
    }
}
