package dev.diffract.builder.build.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diffract.builder.build.assemble.BuildException;
import dev.diffract.repository.layout.EngineRecord;
import dev.diffract.repository.layout.EngineRecord.Measurement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How far the batch of the UNet goes, for engines of which time and memory are known. */
class BatchSearchTest {

    private final List<Integer> built = new ArrayList<>();
    private final List<String> said = new ArrayList<>();

    /** Twice the samples in the same time, for ever. */
    private static final IntToDoubleFunction FREE = batch -> 10;

    /** Twice the samples take twice the time. */
    private static final IntToDoubleFunction LINEAR = batch -> 10.0 * batch;

    @Test
    void climbsToTheLargestWhileEveryStepPays() throws IOException {
        assertThat(search(64_000, FREE, batch -> 1000 * batch).from(8).batch()).isEqualTo(64);
        assertThat(built).containsExactly(8, 16, 32, 64);
        assertThat(said)
                .first()
                .isEqualTo(
                        "unet with a batch of 8 draws 1.33 times as many samples in the same time as with 6: 16 is tried");
    }

    @Test
    void staysWhereMoreIsNoFaster() throws IOException {
        assertThat(search(64_000, LINEAR, batch -> 1000 * batch).from(8).batch())
                .isEqualTo(8);
        assertThat(built).containsExactly(8);
    }

    /** To 16 it pays, from there on hardly: 32 is built, found out, and 16 is taken again. */
    @Test
    void goesBackWhereTheLastStepDidNotPay() throws IOException {
        IntToDoubleFunction saturating = batch -> batch <= 16 ? 10 : 0.61 * batch;
        BatchSearch.Found found =
                search(64_000, saturating, batch -> 1000 * batch).from(8);

        assertThat(found.batch()).isEqualTo(16);
        assertThat(found.unet().activationBytes()).isEqualTo(16_000);
        assertThat(built).containsExactly(8, 16, 32, 16);
        assertThat(said).last().isEqualTo("unet with a batch of 32 does not fit or does not pay: it stays at 16");
    }

    @Test
    void triesNothingThatIsNotExpectedToFit() throws IOException {
        assertThat(search(31_000, FREE, batch -> 1000 * batch).from(8).batch()).isEqualTo(16);
        assertThat(built).containsExactly(8, 16);
    }

    @Test
    void whatFitsAfterAllButNotReallyIsGivenUp() throws IOException {
        assertThat(search(17_000, FREE, batch -> batch <= 8 ? 1000 * batch : 1100 * batch)
                        .from(8)
                        .batch())
                .isEqualTo(8);
        assertThat(built).containsExactly(8, 16, 8);
    }

    @Test
    void whatCannotBeBuiltDoesNotEndTheSearch() throws IOException {
        assertThat(search(64_000, FREE, batch -> batch == 32 ? -1 : 1000 * batch)
                        .from(8)
                        .batch())
                .isEqualTo(16);
        assertThat(said).contains("out of memory");
    }

    @Test
    void goesDownWhereItDoesNotFit() throws IOException {
        assertThat(search(4_500, FREE, batch -> 1000 * batch).from(8).batch()).isEqualTo(4);
        assertThat(built).containsExactly(8, 6, 4);
        assertThat(search(500, FREE, batch -> 1000 * batch).from(8).batch()).isEqualTo(2);
    }

    @Test
    void climbsFromASmallBeginningInSmallSteps() throws IOException {
        assertThat(search(64_000, FREE, batch -> 1000 * batch).from(2).batch()).isEqualTo(64);
        assertThat(built).containsExactly(2, 4, 6, 8, 16, 32, 64);
    }

    private interface Bytes {
        long of(int batch);
    }

    private BatchSearch search(long room, IntToDoubleFunction millis, Bytes bytes) {
        return new BatchSearch(
                room,
                batch -> {
                    built.add(batch);
                    if (bytes.of(batch) < 0) {
                        throw new BuildException("out of memory");
                    }
                    return new EngineRecord(
                            "key",
                            "graph",
                            List.of(),
                            1,
                            3,
                            1,
                            Optional.empty(),
                            bytes.of(batch),
                            IntStream.rangeClosed(1, batch)
                                    .mapToObj(samples ->
                                            new Measurement(samples, 512, 512, millis.applyAsDouble(samples), 1))
                                    .toList());
                },
                said::add);
    }
}
