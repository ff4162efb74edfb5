package dev.diffract.tests.bench;

import dev.diffract.frontend.core.text.ClipTokenizer;
import dev.diffract.frontend.core.text.Emphasis;
import dev.diffract.frontend.core.text.PromptForms;
import dev.diffract.frontend.core.text.PromptReader;
import dev.diffract.frontend.core.text.PromptSyntax;
import dev.diffract.repository.layout.RepositoryPaths;
import dev.diffract.repository.layout.TokenizerFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A prompt that fills the text encoder, with the demo model's vocabulary. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TokenizerBenchmark {

    private static final String PROMPT =
            "A green square and a yellow triangle on a white background, it's the painter's"
                    + " 2nd best one: large, bright, a little askew; highly detailed, sharp focus, soft light, masterpiece";

    private PromptReader reader;

    @Setup
    public void read() throws IOException {
        Path model = Path.of(System.getProperty("diffract.home"), "model-repository", "demo-onnx");
        ClipTokenizer tokenizer = new ClipTokenizer(TokenizerFiles.read(new RepositoryPaths(model)), 77);
        reader = new PromptReader(tokenizer, PromptSyntax.A1111, Emphasis.ORIGINAL);
    }

    @Benchmark
    public PromptForms encode() {
        return reader.read(PROMPT, 20, 0);
    }
}
