package dev.diffract.builder.deploy;

import dev.diffract.builder.planning.ProfileDirectory;
import dev.diffract.builder.planning.cards.Card;
import dev.diffract.builder.planning.cards.CardSlice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code compose.cpu.yaml}: the same on a host without a GPU, with the embedded server in Triton's place. */
final class CpuComposeFile implements Renderer {

    private static final List<String> COMMENT = Stream.concat(
                    Stream.of(
                            Deployment.ORIGIN,
                            "",
                            "For a host without a GPU: servers that compute on the CPU, from repositories built with --runtime onnx."),
                    Images.COMMENT.stream())
            .toList();

    @Override
    public List<RenderedFile> render(Deployment deployment) {
        return List.of(RenderedFile.of(
                "compose.cpu.yaml",
                ComposeServices.project(
                        COMMENT,
                        deployment.project() + "-cpu",
                        deployment,
                        (card, slice) -> server(deployment, card, slice))));
    }

    private static Map<String, Object> server(Deployment deployment, Card card, CardSlice slice) {
        Map<String, Object> service = new LinkedHashMap<>();
        service.put("image", "${EMBEDDED_IMAGE:-" + Images.EMBEDDED + "}");
        service.put(
                "command",
                TritonCommand.embedded(ComposeServices.MOUNT + "/" + ProfileDirectory.CURRENT, slice.name()));
        service.put(
                "volumes", List.of(ComposeServices.mount(deployment.directory(card, slice), ComposeServices.MOUNT)));
        service.put("ports", ComposeServices.ports(deployment, slice));
        service.put("healthcheck", HealthCheck.of(TritonCommand.HTTP, "/v2/health/ready"));
        service.put("restart", "unless-stopped");
        service.put("stop_grace_period", TritonCommand.EXIT_SECONDS + 10 + "s");
        return service;
    }
}
