package dev.diffract.frontend.core.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.frontend.core.FakeGateway;
import dev.diffract.frontend.core.picture.PictureState.Pending;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.plan.GenerationPlanCodec;
import dev.diffract.frontend.core.sampling.solver.SamplerFactory;
import dev.diffract.frontend.core.sampling.solver.Samplers;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A picture that is written down at any of its states, and drawn to its end by another process from the same answers, is the same to the bit. */
class PictureSnapshotTest {

    private static final int ROUNDS = 30;

    @TempDir
    private Path folder;

    /** A plan with what came of its picture: states in their written form, the last one finished. */
    private record Drawn(String what, byte[] plan, List<byte[]> snapshots) {}

    @Test
    void everySamplerFromEveryStep() throws Exception {
        long seed = System.nanoTime();
        List<Drawn> pictures = new ArrayList<>();
        for (SamplerFactory sampler : Samplers.all()) {
            pictures.add(
                    drawn(sampler.displayName() + ", seed " + seed, WrittenPictures.of(sampler, new Random(seed))));
            seed++;
        }
        drawAgain(pictures);
    }

    @Test
    void everyKindOfPictureFromEveryStep() throws Exception {
        List<Drawn> pictures = new ArrayList<>();
        for (long seed = System.nanoTime(), last = seed + ROUNDS; seed < last; seed++) {
            pictures.add(drawn("from noise, seed " + seed, WrittenPictures.random(new Random(seed))));
            pictures.add(drawn("from an image, seed " + seed, WrittenPictures.fromImage(new Random(seed))));
            pictures.add(drawn("enlarged, seed " + seed, WrittenPictures.enlarged(new Random(seed))));
        }
        drawAgain(pictures);
    }

    private static Drawn drawn(String what, GenerationPlan plan) {
        List<byte[]> snapshots = new ArrayList<>();
        PictureState state = Picture.of(plan, plan.count() - 1).begin();
        snapshots.add(bytes(state));
        while (state instanceof Pending pending) {
            state = pending.accept(FakeGateway.compute(pending.next()));
            snapshots.add(bytes(state));
        }
        return new Drawn(what, GenerationPlanCodec.encode(plan), snapshots);
    }

    private static byte[] bytes(PictureState state) {
        return new PictureSnapshot(state, List.of("a", "b")).bytes();
    }

    private void drawAgain(List<Drawn> pictures) throws Exception {
        Path written = folder.resolve("written");
        Path ends = folder.resolve("ends");
        write(pictures, written);
        run(written, ends);
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(ends)))) {
            for (Drawn picture : pictures) {
                byte[] end = picture.snapshots().get(picture.snapshots().size() - 1);
                for (int i = 0; i < picture.snapshots().size(); i++) {
                    byte[] again = in.readNBytes(in.readInt());
                    assertThat(Arrays.equals(again, end))
                            .as(
                                    "%s, from state %d of %d",
                                    picture.what(), i, picture.snapshots().size())
                            .isTrue();
                }
            }
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    private static void write(List<Drawn> pictures, Path file) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            out.writeInt(pictures.size());
            for (Drawn picture : pictures) {
                out.writeInt(picture.plan().length);
                out.write(picture.plan());
                out.writeInt(picture.snapshots().size());
                for (byte[] snapshot : picture.snapshots()) {
                    out.writeInt(snapshot.length);
                    out.write(snapshot);
                }
            }
        }
    }

    private void run(Path written, Path ends) throws Exception {
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherProcess.class.getName(),
                        written.toString(),
                        ends.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    }

    @Test
    void aSnapshotSaysWhoTookPart() {
        GenerationPlan plan = WrittenPictures.random(new Random(1));
        PictureSnapshot snapshot = new PictureSnapshot(Picture.of(plan, 0).begin(), List.of("a", "b"));
        PictureSnapshot again = PictureSnapshot.read(snapshot.bytes(), plan);
        assertThat(again.instances()).containsExactly("a", "b");
        assertThat(again.index()).isZero();
        assertThat(again.state()).isInstanceOf(Encoding.class);
        assertThat(again.state().picture().plan()).isSameAs(plan);
    }
}
