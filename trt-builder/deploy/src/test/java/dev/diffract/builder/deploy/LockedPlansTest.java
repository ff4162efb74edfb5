package dev.diffract.builder.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.builder.planning.PlanningException;
import dev.diffract.builder.planning.live.SavedTexts;
import dev.diffract.builder.planning.lock.Lock;
import dev.diffract.builder.planning.lock.LockFile;
import dev.diffract.builder.planning.lock.LockMaker;
import dev.diffract.builder.planning.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Locks made of plans, written, read, and rendered with. */
class LockedPlansTest extends RenderedPlans {

    @Test
    void locksComeBackAsTheyWereWritten() throws IOException {
        Plan plan = plan("/srv/diffract", TWO_ALIKE, "");
        Lock lock = lock(plan, LIST);

        assertThat(LockFile.read(Files.writeString(directory.resolve("diffract.lock.yaml"), LockFile.print(lock))))
                .isEqualTo(lock);
    }

    @Test
    void instancesThatWereKeptElsewhereStayThere() throws IOException {
        Plan plan = plan(
                "/srv",
                "{model: H100-80GB, slices: [{profile: 3g.40gb, model: sd15}, {profile: 1g.10gb, model: sd15}]}",
                "");
        Path texts = Path.of("../planning/src/test/resources/nvidia-smi");
        Lock lock = LockMaker.make(
                plan,
                new SavedTexts(
                                Optional.of(texts.resolve("h100-lgi.txt")),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(texts.resolve("h100-list.txt")))
                        .read());
        Path file = Files.writeString(directory.resolve("diffract.lock.yaml"), LockFile.print(lock));

        assertThat(LockFile.read(file)).isEqualTo(lock);
        assertThat(text(render(plan, Optional.of(lock)), "mig.sh")).endsWith(" H100-80GB 9:0:3g.40gb 19:5:1g.10gb\n");
        assertThat(text(render(plan, Optional.empty()), "mig.sh")).doesNotContain("19:5:1g.10gb");
        Files.writeString(file, LockFile.print(lock).replace("start: 5", "start: 2"));
        Lock overlapping = LockFile.read(file);
        assertThatThrownBy(() -> render(plan, Optional.of(overlapping)))
                .isInstanceOf(PlanningException.class)
                .hasMessage(
                        "diffract.lock.yaml has starts that cannot be: 3g.40gb@0 and 1g.10gb@2 overlap; make a new one"
                                + " with 'diffract plan lock'");
    }

    @Test
    void theLockOfAnotherPlanIsRefused() throws IOException {
        Plan plan = plan("/srv/diffract", TWO_ALIKE, "");
        Lock lock = lock(plan, LIST);
        Plan other = plan(
                "/srv/diffract",
                "{model: H100-80GB, slices: [{profile: 4g.40gb, model: sd15}, {profile: 3g.40gb, model: sd15}]}",
                "");
        Plan fewer = plan("/srv/diffract", "{model: H100-80GB, slices: [{profile: 3g.40gb, model: sd15}]}", "");
        Plan more = plan(
                "/srv/diffract",
                "{model: H100-80GB, name: gpu0, count: 2, slices: [{profile: 3g.40gb, model: sd15}]}",
                "");

        assertThatThrownBy(() -> render(other, Optional.of(lock)))
                .isInstanceOf(PlanningException.class)
                .hasMessage(
                        "diffract.lock.yaml is the lock of another plan: slice-0 is 3g.40gb on gpu0 there and 4g.40gb"
                                + " on gpu0 here; make a new one with 'diffract plan lock'");
        assertThatThrownBy(() -> render(fewer, Optional.of(lock)))
                .hasMessageContaining("slice-1 is 3g.40gb on gpu0 there and nothing here");
        assertThatThrownBy(() -> render(more, Optional.of(lock)))
                .hasMessageContaining("card 0 is gpu0 (H100-80GB) there and gpu0/0");
    }

    @Test
    void aGpuThatIsNotCutAsPlannedIsNotLocked() throws IOException {
        Plan plan = plan("/srv/diffract", TWO_ALIKE, "");

        assertThatThrownBy(() -> lock(plan, LIST[0], LIST[1]))
                .hasMessage(
                        "GPU 0 (NVIDIA H100 80GB HBM3) is not cut as planned: it has no device for slice-1 (3g.40gb);"
                                + " it has 3g.40gb. 'diffract plan show --diff' says what to change");
        assertThatThrownBy(() -> lock(plan, LIST[0], LIST[1], LIST[2].replace("3g.40gb", "1c.3g.40gb")))
                .hasMessageContaining("no device for slice-1 (3g.40gb); it has 3g.40gb, 1c.3g.40gb");
        assertThatThrownBy(() -> lock(plan, LIST[0].replace("H100 80GB HBM3", "L4"), LIST[1], LIST[2]))
                .hasMessageContaining("is 1 x H100-80GB, and there are 0: besides that there is GPU 0 (NVIDIA L4)");
    }

    @Test
    void whatIsNoLockFileIsRefused() throws IOException {
        Path file = directory.resolve("diffract.lock.yaml");
        assertThatThrownBy(() -> LockFile.read(file))
                .hasMessage(file + " does not exist: expected a lock file, which 'diffract plan lock' writes");
        for (String text : List.of(
                "",
                "[]",
                "version: 2",
                "version: 1",
                "{version: 1, gpus: [], slices: [1]}",
                "{version: 1, gpus: [{card: a}], slices: []}",
                "{version: 1, gpus: [], slices: [{slice: a, card: b, profile: c, uuid: '$(id)'}]}")) {
            Files.writeString(file, text);
            assertThatThrownBy(() -> LockFile.read(file))
                    .as(text)
                    .isInstanceOf(PlanningException.class)
                    .hasMessageContaining("expected a lock file as 'diffract plan lock' writes it");
        }
        Files.writeString(file, "{");
        assertThatThrownBy(() -> LockFile.read(file))
                .hasMessage(file
                        + " is no YAML (line 1, column 2): expected a lock file, which 'diffract plan lock' writes");
        Files.writeString(file, "[".repeat(5000));
        assertThatThrownBy(() -> LockFile.read(file))
                .hasMessageStartingWith(file + ": it has more than 32 levels of lists and mappings");
    }
}
