package dev.diffract.builder.build.engine;

import java.io.IOException;

/** Makes a plan of a graph on the device it sees, and measures it there. */
public interface EngineCompiler {

    Toolchain toolchain();

    /**
     * Writes the plan to {@link EngineJob#plan} and updates {@link EngineJob#timingCache}.
     *
     * @throws dev.diffract.builder.build.assemble.BuildException if no engine can be built; the message names the model
     */
    CompiledEngine compile(EngineJob job, BuildProgress progress) throws IOException;
}
