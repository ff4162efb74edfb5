package dev.diffract.builder.build.engine;

import java.io.IOException;

/** Makes an engine of a graph on the device it sees, and measures it there. */
public interface EngineCompiler {

    Toolchain toolchain();

    /**
     * Writes the engine to {@link EngineJob.Files#engine} and updates {@link EngineJob.Files#timingCache}.
     *
     * @throws dev.diffract.builder.build.assemble.BuildException if no engine can be built; the message names the model
     */
    CompiledEngine compile(EngineJob job, BuildProgress progress) throws IOException;
}
