package dev.diffract.frontend.core.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.TestModels;
import dev.diffract.frontend.core.imaging.Raster;
import dev.diffract.frontend.core.model.ModelCatalog;
import dev.diffract.frontend.core.picture.PictureState.Pending;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.plan.GenerationPlanCodec;
import dev.diffract.frontend.core.plan.TestPlans;
import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.request.TestRequests;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Plans and snapshots as bytes: what is refused, and how. */
class WrittenFormTest {

    private static final int DIGEST_BYTES = 32;
    private static final ModelCatalog CATALOG = () -> List.of(TestModels.judged());
    private static final GenerationPlan PLAN = TestPlans.of(
            TestModels.judged(),
            GenerationRequest.builder()
                    .prompt("cat")
                    .negativePrompt("dog")
                    .steps(4L)
                    .guidance(3.0)
                    .size(64L, 64L)
                    .noise(TestRequests.seed(42L))
                    .sampler("DPM++ 2M Karras")
                    .count(2L)
                    .build());

    @Test
    void aPlanReadAgainIsWrittenTheSame() {
        for (long seed = System.nanoTime(), last = seed + 40; seed < last; seed++) {
            List<GenerationPlan> plans = List.of(
                    WrittenPictures.random(new Random(seed)),
                    WrittenPictures.fromImage(new Random(seed)),
                    WrittenPictures.enlarged(new Random(seed)));
            for (GenerationPlan plan : plans) {
                byte[] bytes = GenerationPlanCodec.encode(plan);
                GenerationPlan again = GenerationPlanCodec.decode(bytes, CATALOG);
                assertThat(GenerationPlanCodec.encode(again)).as("seed " + seed).isEqualTo(bytes);
                assertThat(again.canvas()).isEqualTo(plan.canvas());
                assertThat(again.drawing()).isEqualTo(plan.drawing());
                assertThat(again.noise()).isEqualTo(plan.noise());
                assertThat(again.prompts().rules()).isEqualTo(plan.prompts().rules());
                assertThat(again.prompt()).isEqualTo(plan.prompt());
                assertThat(again.negativePrompt()).isEqualTo(plan.negativePrompt());
                assertThat(again.prompts().prompt().tokens())
                        .isEqualTo(plan.prompts().prompt().tokens());
                assertThat(again.prompts().negative().tokens())
                        .isEqualTo(plan.prompts().negative().tokens());
                assertThat(again.prompts().needed()).isEqualTo(plan.prompts().needed());
                assertThat(List.of(again.count(), again.previewEvery()))
                        .isEqualTo(List.of(plan.count(), plan.previewEvery()));
            }
        }
    }

    @Test
    void aPlanOfAnotherCheckpointIsRefused() {
        byte[] bytes = GenerationPlanCodec.encode(PLAN);
        assertThatThrownBy(() -> GenerationPlanCodec.decode(bytes, () -> List.of(TestModels.old())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the plan is for the model 'demo', which is not here");
        assertThatThrownBy(() -> GenerationPlanCodec.decode(bytes, () -> List.of(TestModels.retrained())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the plan is for the checkpoint " + TestModels.CHECKPOINT
                        + " of the model 'demo'; the one that is here is sha256:fedcba9876543210");
    }

    @Test
    void whatIsCutOffIsRefused() {
        for (Written written : all()) {
            for (int length = 0; length < written.bytes.length; length += 1 + length / 20) {
                byte[] cut = Arrays.copyOf(written.bytes, length);
                assertThat(refusal(written, cut))
                        .as("%d of %d bytes", length, written.bytes.length)
                        .matches("a (written plan|picture's snapshot) (ends after|has) " + length + " bytes.*");
            }
            assertThat(refusal(written, Arrays.copyOf(written.bytes, written.bytes.length + 1)))
                    .contains(" has " + (written.bytes.length + 1) + " bytes where it says that it has ");
        }
    }

    @Test
    void whatWasChangedIsRefused() {
        Random random = new Random(7);
        for (Written written : all()) {
            for (int i = 0; i < 200; i++) {
                byte[] changed = written.bytes.clone();
                changed[12 + random.nextInt(changed.length - 12)] ^= (byte) (1 << random.nextInt(8));
                assertThat(refusal(written, changed))
                        .endsWith(" was changed after it was written: its digest is another");
            }
        }
    }

    @Test
    void whatIsOfAnotherVersionOrAnotherKindIsRefused() {
        for (Written written : all()) {
            byte[] next = written.bytes.clone();
            ByteBuffer.wrap(next).putInt(4, 1);
            assertThat(refusal(written, next))
                    .isIn(
                            "a written plan of version 1 cannot be read, only of version 8",
                            "a picture's snapshot of version 1 cannot be read, only of version 3");
            byte[] foreign = "{\"prompt\": \"a cat\", \"steps\": 20}".getBytes();
            assertThat(refusal(written, foreign)).startsWith("the bytes are not those of a ");
        }
        byte[] snapshot =
                PictureSnapshot.begin(Picture.of(PLAN, 0), Optional.empty()).bytes();
        assertThatThrownBy(() -> GenerationPlanCodec.decode(snapshot, CATALOG))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the bytes are not those of a written plan");
    }

    /** A digest can be made by everybody: what lies within must not be trusted for it. */
    @Test
    void whateverIsWithinIsReadOrRefusedWithASentence() {
        Random random = new Random(System.nanoTime());
        for (Written written : all()) {
            for (int i = 0; i < 3000; i++) {
                byte[] changed = written.bytes.clone();
                for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                    changed[12 + random.nextInt(Math.min(changed.length - 12 - DIGEST_BYTES, 1500))] =
                            (byte) (random.nextInt(4) == 0 ? -1 : random.nextInt());
                }
                try {
                    written.read.accept(sealed(changed));
                } catch (IllegalArgumentException refused) {
                    assertThat(refused.getMessage()).isNotBlank();
                }
            }
        }
    }

    @Test
    void aSnapshotOfAnotherPlanIsRefused() {
        GenerationPlan larger = TestPlans.of(
                TestModels.judged(),
                GenerationRequest.builder()
                        .prompt("cat")
                        .negativePrompt("dog")
                        .steps(4L)
                        .guidance(3.0)
                        .size(128L, 64L)
                        .noise(TestRequests.seed(42L))
                        .sampler("DPM++ 2M Karras")
                        .count(2L)
                        .build());
        GenerationPlan shorter = TestPlans.of(
                TestModels.judged(),
                GenerationRequest.builder()
                        .prompt("cat")
                        .negativePrompt("dog")
                        .steps(2L)
                        .guidance(3.0)
                        .size(64L, 64L)
                        .noise(TestRequests.seed(42L))
                        .sampler("DPM++ 2M Karras")
                        .count(1L)
                        .build());
        GenerationPlan unguided = TestPlans.of(
                TestModels.judged(),
                GenerationRequest.builder()
                        .prompt("cat")
                        .negativePrompt("dog")
                        .steps(4L)
                        .guidance(1.0)
                        .size(64L, 64L)
                        .noise(TestRequests.seed(42L))
                        .sampler("DPM++ 2M Karras")
                        .count(2L)
                        .build());
        byte[] last = snapshots(0).get(5);
        assertThatThrownBy(() -> PictureSnapshot.read(last, larger))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a picture's snapshot has latents of 256 values where a pass has 512");
        assertThatThrownBy(() -> PictureSnapshot.read(last, shorter))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a picture's snapshot is at call 3 of 2");
        assertThatThrownBy(() -> PictureSnapshot.read(last, unguided))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a picture's snapshot has text states of 2 chunks, and the plan has 1");
        byte[] second = snapshots(1).get(0);
        assertThatThrownBy(() -> PictureSnapshot.read(second, shorter))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a picture's snapshot has a number of 1 where there are only such from 0 to 0");
    }

    @Test
    void aFinishedPictureKeepsItsVerdict() {
        Raster image = Raster.rgb(64, 64, new byte[64 * 64 * 3]);
        for (Optional<Boolean> flagged : List.of(Optional.of(true), Optional.of(false), Optional.<Boolean>empty())) {
            Done done = new Done(Picture.of(PLAN, 1), image, flagged);
            PictureSnapshot again = PictureSnapshot.read(new PictureSnapshot(done, List.of()).bytes(), PLAN);
            assertThat(((Done) again.state()).flagged()).isEqualTo(flagged);
            assertThat(((Done) again.state()).image()).isEqualTo(image);
        }
    }

    /**
     * @param bytes in their written form
     * @param read reads such bytes
     */
    private record Written(byte[] bytes, Consumer<byte[]> read) {}

    /** A plan, and a snapshot of each state of a picture. */
    private static List<Written> all() {
        List<Written> all = new ArrayList<>();
        all.add(plan(PLAN));
        all.add(plan(WrittenPictures.fromImage(new Random(3))));
        snapshots(0).forEach(bytes -> all.add(new Written(bytes, read -> PictureSnapshot.read(read, PLAN))));
        Denoising state = repainting();
        byte[] blended = new PictureSnapshot(state, List.of()).bytes();
        assertThat(state.blend()).isPresent();
        all.add(new Written(
                blended, read -> PictureSnapshot.read(read, state.picture().plan())));
        return all;
    }

    /** Of the first plan by chance that keeps a part of a picture and makes a step at all. */
    private static Denoising repainting() {
        for (int seed = 3; ; seed++) {
            PictureState state =
                    Picture.of(WrittenPictures.fromImage(new Random(seed)), 0).begin();
            while (state instanceof Pending && !(state instanceof Denoising)) {
                state = next(state);
            }
            if (state instanceof Denoising denoising && denoising.blend().isPresent()) {
                return denoising;
            }
        }
    }

    private static Written plan(GenerationPlan plan) {
        return new Written(GenerationPlanCodec.encode(plan), read -> GenerationPlanCodec.decode(read, CATALOG));
    }

    private static List<byte[]> snapshots(int index) {
        List<byte[]> snapshots = new ArrayList<>();
        PictureState state = Picture.of(PLAN, index).begin();
        snapshots.add(new PictureSnapshot(state, List.of("a")).bytes());
        while (state instanceof Pending) {
            state = next(state);
            snapshots.add(new PictureSnapshot(state, List.of("a")).bytes());
        }
        return snapshots;
    }

    private static PictureState next(PictureState state) {
        Pending pending = (Pending) state;
        return pending.accept(FakeGateway.compute(pending.next()));
    }

    private static String refusal(Written written, byte[] bytes) {
        try {
            written.read.accept(bytes);
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
        throw new AssertionError("was not refused");
    }

    /** With the digest that belongs to it. */
    private static byte[] sealed(byte[] bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            int length = bytes.length - DIGEST_BYTES;
            digest.update(bytes, 0, length);
            System.arraycopy(digest.digest(), 0, bytes, length, DIGEST_BYTES);
            return bytes;
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
