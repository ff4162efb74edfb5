package dev.diffract.builder.build.engine;

import dev.diffract.repository.layout.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Digest over everything an engine depends on. */
final class EngineKey {

    private EngineKey() {}

    /**
     * @param graph digest of the graph that is compiled
     */
    static String of(String graph, Slice slice, Toolchain toolchain, EngineJob job) {
        List<String> parts = List.of(
                graph,
                slice.gpu().name(),
                slice.profile().name(),
                toolchain.tensorrt(),
                toolchain.cuda(),
                toolchain.driver().orElse("unknown"),
                job.profiles().toString(),
                String.valueOf(job.workspaceBytes()),
                String.valueOf(job.optimizationLevel()),
                job.runs().toString());
        return Sha256.of(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
    }
}
