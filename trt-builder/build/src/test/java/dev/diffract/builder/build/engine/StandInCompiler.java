package dev.diffract.builder.build.engine;

import dev.diffract.repository.layout.EngineRecord.Measurement;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Writes files with the header of an engine file and a note that they are none, in place of a GPU that would make real ones. Everything around the compiler is real in tests that use
 * it: what is in such a file, and how long it took, is not.
 */
public final class StandInCompiler implements EngineCompiler {

    /** What follows the header. */
    public static final String NOTE = "Diffract stand-in: this is no engine\n";

    private static final long MIB = 1L << 20;

    private final List<EngineJob> jobs = new ArrayList<>();
    private final Toolchain toolchain;
    private final ToLongFunction<EngineJob> activations;

    public StandInCompiler(String tensorRt) {
        this(tensorRt, job -> 100 * MIB);
    }

    StandInCompiler(String tensorRt, ToLongFunction<EngineJob> activations) {
        this.toolchain = new Toolchain(tensorRt, "13.0", Optional.of("580.65.06"));
        this.activations = activations;
    }

    /** Everything it was asked to compile. */
    List<EngineJob> jobs() {
        return jobs;
    }

    @Override
    public Toolchain toolchain() {
        return toolchain;
    }

    @Override
    public CompiledEngine compile(EngineJob job, BuildProgress progress) throws IOException {
        jobs.add(job);
        progress.step("Pretending", 1, 1);
        Files.write(
                job.files().engine(), engine(toolchain.tensorrt(), NOTE + job.model() + "\n" + job.profiles() + "\n"));
        Files.writeString(job.files().timingCache(), "timing of " + toolchain.tensorrt());
        return new CompiledEngine(
                activations.applyAsLong(job),
                job.runs().stream()
                        .map(run ->
                                new Measurement(run.batch(), run.width(), run.height(), 10.0 * run.batch(), 200 * MIB))
                        .toList(),
                List.of());
    }

    /** As TensorRT starts its engine files: the tag, the format, and at byte 24 its version. */
    static byte[] engine(String tensorRt, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer engine = ByteBuffer.allocate(28 + body.length).order(ByteOrder.LITTLE_ENDIAN);
        engine.putInt(0x74727466).putInt(0).position(24);
        for (String part : tensorRt.split("\\.")) {
            engine.put((byte) Integer.parseInt(part));
        }
        engine.position(28);
        return engine.put(body).array();
    }
}
