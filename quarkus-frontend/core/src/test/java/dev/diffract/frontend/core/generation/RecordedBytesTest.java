package dev.diffract.frontend.core.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.dispatch.policy.Caller;
import dev.diffract.frontend.core.model.ModelCatalog;
import dev.diffract.frontend.core.picture.Picture;
import dev.diffract.frontend.core.picture.PictureSnapshot;
import dev.diffract.frontend.core.picture.PictureState;
import dev.diffract.frontend.core.picture.PictureState.Pending;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.plan.GenerationPlanCodec;
import dev.diffract.frontend.core.plan.TestPlans;
import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.request.HiresRequest;
import dev.diffract.frontend.core.request.NoiseRequest;
import dev.diffract.frontend.core.request.SamplingOptions;
import dev.diffract.frontend.core.request.SolverOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Written plans, snapshots and jobs as the versions of this program wrote them: today's are read, older ones refused. Whoever
 * changes the bytes without another version finds that those of today are no longer read.
 */
class RecordedBytesTest {

    private static final ModelCatalog CATALOG = () -> List.of(TestModels.judged());
    private static final Path FRESH = Path.of("target", "written");

    @Test
    void todaysAreReadAndWrittenTheSame() throws IOException {
        GenerationPlan plan = plan();
        Job job = new Job("one", new Caller("somebody"), 3, plan, Instant.EPOCH, Instant.EPOCH.plusSeconds(1));
        String planName = writtenNow("plan", GenerationPlanCodec.encode(plan));
        String snapshotName = writtenNow(
                "snapshot",
                new PictureSnapshot(halfDone(plan), List.of("a", "b"), Optional.of("0123456789ab")).bytes());
        String jobName = writtenNow("job-of-" + planName.replace(".bin", ""), job.bytes());

        byte[] ofPlan = recorded(planName);
        assertThat(GenerationPlanCodec.encode(GenerationPlanCodec.decode(ofPlan, CATALOG)))
                .isEqualTo(ofPlan);
        byte[] ofPicture = recorded(snapshotName);
        assertThat(PictureSnapshot.read(ofPicture, plan).bytes()).isEqualTo(ofPicture);
        byte[] ofJob = recorded(jobName);
        assertThat(Job.read(ofJob, CATALOG).bytes()).isEqualTo(ofJob);
    }

    /** The third is of the second version too, which got fields without becoming another. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "plan-1.bin",
                "plan-2.bin",
                "plan-2-later.bin",
                "plan-3.bin",
                "plan-4.bin",
                "plan-5.bin",
                "plan-6.bin",
                "plan-7.bin"
            })
    void olderPlansAreRefused(String name) throws IOException {
        byte[] older = recorded(name);
        assertThatThrownBy(() -> GenerationPlanCodec.decode(older, CATALOG))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a written plan of version " + version(older) + " cannot be read, only of version 8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"snapshot-1.bin", "snapshot-2.bin"})
    void olderSnapshotsAreRefused(String name) throws IOException {
        byte[] older = recorded(name);
        assertThatThrownBy(() -> PictureSnapshot.read(older, plan()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a picture's snapshot of version " + version(older) + " cannot be read, only of version 3");
    }

    /** The name under which such bytes are recorded: a new version's lie in {@code target/written} for it. */
    private static String writtenNow(String kind, byte[] bytes) throws IOException {
        String name = kind + "-" + version(bytes) + ".bin";
        Files.write(Files.createDirectories(FRESH).resolve(name), bytes);
        return name;
    }

    private static int version(byte[] envelope) {
        return ByteBuffer.wrap(envelope).getInt(Integer.BYTES);
    }

    private static byte[] recorded(String name) throws IOException {
        try (InputStream in = RecordedBytesTest.class.getResourceAsStream("/written/" + name)) {
            assertThat(in)
                    .as("src/test/resources/written/%s, beside those of older versions", name)
                    .isNotNull();
            return in.readAllBytes();
        }
    }

    /** Something of everything, in few bytes. */
    private static GenerationPlan plan() {
        return TestPlans.of(
                TestModels.judged(),
                GenerationRequest.builder()
                        .prompt("a [cat:dog:0.5] (big:1.2)")
                        .negativePrompt("mouse")
                        .steps(6L)
                        .guidance(3.0)
                        .guidanceRescale(0.5)
                        .size(64L, 64L)
                        .noise(new NoiseRequest("gpu", 42L, 43L, 0.25))
                        .sampler("DPM++ 2M SDE")
                        .options(new SamplingOptions(
                                "karras", 0.5, null, "sigma_min", false, "brownian_tree", SolverOptions.NONE))
                        .hires(new HiresRequest(2.0, "latent", 3L, 0.5))
                        .padConds(true)
                        .count(2L)
                        .reproducible("exact-0123456789ab")
                        .wanted("batch", 60L)
                        .file("jpeg", 80L)
                        .build());
    }

    private static PictureState halfDone(GenerationPlan plan) {
        PictureState state = Picture.of(plan, 1).begin();
        for (int call = 0; call < 4; call++) {
            Pending pending = (Pending) state;
            state = pending.accept(FakeGateway.compute(pending.next()));
        }
        return state;
    }
}
