package dev.diffract.builder.build.engine.worker;

import dev.diffract.builder.build.engine.CompiledEngine;
import dev.diffract.builder.build.engine.EngineJob;
import dev.diffract.builder.files.AtomicFile;
import dev.diffract.builder.nvidia.cuda.CudaException;
import dev.diffract.builder.nvidia.tensorrt.BuildProgress;
import dev.diffract.builder.nvidia.tensorrt.BuiltEngine;
import dev.diffract.builder.nvidia.tensorrt.EngineBuild;
import dev.diffract.builder.nvidia.tensorrt.Interruption;
import dev.diffract.builder.nvidia.tensorrt.TensorRt;
import dev.diffract.builder.nvidia.tensorrt.TensorRtException;
import dev.diffract.builder.nvidia.tensorrt.TimingCache;
import dev.diffract.repository.json.JsonRecordException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** The program of the child process: reads one job, compiles and measures, says what came of it. */
final class CompileWorker {

    /** How long TensorRT may take to stop when the process is asked to end. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final PrintStream out;
    private final AtomicBoolean abandoned = new AtomicBoolean();

    private CompileWorker(PrintStream out) {
        this.out = out;
    }

    public static void main(String... arguments) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        CompileWorker worker = new CompileWorker(new PrintStream(System.out, true, StandardCharsets.UTF_8));
        String job = in.readLine();
        Thread watch = new Thread(() -> worker.watch(in), "parent-watch");
        watch.setDaemon(true);
        watch.start();
        try (Interruption interruption = Interruption.watch(PATIENCE)) {
            worker.say(worker.run(job, interruption));
        }
        System.exit(0);
    }

    private WorkerMessage run(String line, Interruption interruption) {
        try {
            JobMessage message = JobMessage.parse(line);
            EngineJob job = message.job();
            TensorRt tensorRt = TensorRt.load(message.library().orElse(null));
            BuiltEngine built = tensorRt.build(request(job, interruption));
            AtomicFile.write(job.files().timingCache(), built.timingCache().bytes()); // another build may be reading it
            CompiledEngine measured = EngineMeter.measure(tensorRt, job);
            return WorkerMessage.done(
                    new CompiledEngine(measured.activationBytes(), measured.measurements(), built.warnings()));
        } catch (TensorRtException e) {
            String words = e.words().isEmpty() ? "" : "\nTensorRT: " + String.join("\nTensorRT: ", e.words());
            return WorkerMessage.failed(e.getMessage() + words);
        } catch (JsonRecordException e) {
            return WorkerMessage.failed("the job is not understood: " + e.getMessage());
        } catch (CudaException | IOException e) {
            return WorkerMessage.failed(e.getMessage());
        }
    }

    private EngineBuild request(EngineJob job, Interruption interruption) throws IOException {
        EngineJob.Files files = job.files();
        EngineBuild request = EngineBuild.of(files.graph(), files.engine())
                .withProfiles(job.profiles())
                .withWorkspaceBytes(job.workspaceBytes())
                .withOptimizationLevel(job.optimizationLevel())
                .withListener(new BuildProgress(new PhaseReports(this::say))
                        .cancelledWhen(() -> abandoned.get() || interruption.getAsBoolean()));
        return Files.exists(files.timingCache())
                ? request.withTimingCache(new TimingCache(Files.readAllBytes(files.timingCache())))
                : request;
    }

    private synchronized void say(WorkerMessage message) {
        out.println(message.print());
    }

    /** The end of the input is the end of the parent, or its wish. */
    private void watch(BufferedReader in) {
        try {
            while (in.readLine() != null) {
                // Nothing more is said to a worker.
            }
        } catch (IOException e) {
            // As good as the end.
        }
        abandoned.set(true);
    }
}
