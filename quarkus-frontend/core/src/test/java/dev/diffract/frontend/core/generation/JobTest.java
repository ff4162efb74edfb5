package dev.diffract.frontend.core.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.dispatch.policy.Caller;
import dev.diffract.frontend.core.model.ModelCatalog;
import dev.diffract.frontend.core.picture.WrittenPictures;
import dev.diffract.frontend.core.plan.GenerationPlanCodec;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A job as bytes, and back. */
class JobTest {

    private static final ModelCatalog CATALOG = () -> List.of(TestModels.judged());

    @Test
    void comesBackAsItWas() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            Job job = new Job(
                    "job " + seed,
                    new Caller("2001:db8::" + seed),
                    random.nextInt(),
                    WrittenPictures.random(random),
                    Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)),
                    seed == 0 ? Instant.MAX : Instant.ofEpochSecond(random.nextInt(), 999_999_999));
            Job again = Job.read(job.bytes(), CATALOG);
            assertThat(again).usingRecursiveComparison().ignoringFields("plan").isEqualTo(job);
            assertThat(GenerationPlanCodec.encode(again.plan())).isEqualTo(GenerationPlanCodec.encode(job.plan()));
            assertThat(again.bytes()).isEqualTo(job.bytes());
        }
    }

    @Test
    void whatIsNoJobIsRefusedWithASentence() {
        byte[] bytes = job().bytes();
        assertThatThrownBy(() -> Job.read(Arrays.copyOf(bytes, bytes.length - 1), CATALOG))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a written job has ");
        byte[] changed = bytes.clone();
        changed[bytes.length / 2] ^= 1;
        assertThatThrownBy(() -> Job.read(changed, CATALOG))
                .hasMessage("a written job was changed after it was written: its digest is another");
        byte[] newer = bytes.clone();
        newer[7]++;
        assertThatThrownBy(() -> Job.read(newer, CATALOG))
                .hasMessage("a written job of version 2 cannot be read, only of version 1");
        assertThatThrownBy(() -> Job.read(GenerationPlanCodec.encode(job().plan()), CATALOG))
                .hasMessage("the bytes are not those of a written job");
        assertThatThrownBy(() -> Job.read(bytes, () -> List.of(TestModels.retrained())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sha256:fedcba9876543210");
    }

    private static Job job() {
        return new Job(
                "one",
                Caller.ANYBODY,
                0,
                WrittenPictures.random(new Random(1)),
                Instant.EPOCH,
                Instant.EPOCH.plusSeconds(1));
    }
}
