package dev.diffract.builder.deploy;

import dev.diffract.builder.planning.cards.Card;
import dev.diffract.builder.planning.cards.CardSlice;
import dev.diffract.builder.planning.plan.Ports;
import java.util.ArrayList;
import java.util.List;

/** {@code triton/slice-N.sh}: starts the server of one slice without a container. */
final class TritonScripts implements Renderer {

    @Override
    public List<RenderedFile> render(Deployment deployment) {
        List<RenderedFile> scripts = new ArrayList<>();
        for (Card card : deployment.cards()) {
            for (CardSlice slice : card.slices()) {
                scripts.add(script(deployment, card, slice));
            }
        }
        return scripts;
    }

    private static RenderedFile script(Deployment deployment, Card card, CardSlice slice) {
        Ports ports = deployment.plan().ports();
        List<String> command = TritonCommand.of(
                deployment.directory(card, slice).servedModels().toString(),
                ports.http(slice.number()),
                ports.grpc(slice.number()),
                ports.metrics(slice.number()));
        List<String> lines = new ArrayList<>(List.of(
                "#!/usr/bin/env bash",
                "# " + Deployment.ORIGIN,
                "# The server of " + slice.name() + ", a " + slice.placement().profile() + " of "
                        + card.model().withArticle()
                        + ". A process sees one MIG device only, so every slice has a server.",
                "set -euo pipefail"));
        lines.add("# Whoever reaches it may use it: TRITON_ADDRESS=0.0.0.0 opens it to others than this host.");
        lines.add("address=${TRITON_ADDRESS:-127.0.0.1}");
        lines.add("export CUDA_VISIBLE_DEVICES=" + device(deployment, slice));
        lines.add("exec " + Shell.quote(command.get(0)) + " \\");
        command.stream().skip(1).forEach(option -> lines.add("  " + Shell.quote(option) + " \\"));
        lines.add("  --http-address=\"$address\" --grpc-address=\"$address\" --metrics-address=\"$address\"");
        return RenderedFile.script("triton/" + slice.name() + ".sh", String.join("\n", lines) + "\n");
    }

    /** CUDA takes MIG devices by UUID only: a number would be the first visible device, whatever it is. */
    private static String device(Deployment deployment, CardSlice slice) {
        return deployment
                .lock()
                .map(lock -> Shell.quote(lock.uuid(slice)))
                .orElse("\"${" + Deployment.variable(slice) + ":?set it to the MIG-... of a "
                        + slice.placement().profile() + " as nvidia-smi -L lists it, or render with a lock file}\"");
    }
}
