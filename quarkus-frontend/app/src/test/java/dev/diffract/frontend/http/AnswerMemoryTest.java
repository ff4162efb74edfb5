package dev.diffract.frontend.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import dev.diffract.frontend.core.plan.Footprint;
import dev.diffract.frontend.imaging.PngEncoder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That pictures and the answer with them take no more than was reserved for them, at their worst: where they show noise. */
class AnswerMemoryTest {

    /** Of the objects around a picture, which its texts have room for. */
    private static final long TEXTS = 4096;

    private final JsonAnswers answers = new JsonAnswers(new ObjectMapper());

    record Answer(List<byte[]> pictures) {}

    @ParameterizedTest
    @CsvSource({"16, 512, 512", "1, 512, 512", "3, 64, 64", "2, 1, 3000", "2, 3000, 1"})
    void anAnswerOfNoiseTakesNoMoreThanItsFootprint(int count, int width, int height) throws IOException {
        List<byte[]> files = new ArrayList<>();
        long bytes = 0;
        for (int index = 0; index < count; index++) {
            files.add(noise(width, height, index));
            bytes += files.get(index).length;
        }
        answers.bytes(new Answer(List.of())); // what is made only once

        long before = allocated();
        byte[] answer = answers.bytes(new Answer(files));
        long made = allocated() - before;

        assertThat(bytes + made).isLessThanOrEqualTo(new Footprint(count, width, height, TEXTS).bytes() + buffers());
        assertThat(answer).isEqualTo(new ObjectMapper().writeValueAsBytes(new Answer(files)));
    }

    /** It would be a copy of megabytes. */
    @Test
    void anAnswerIsMadeInOnePiece() throws IOException {
        byte[] file = noise(1024, 1024, 7);
        answers.bytes(new Answer(List.of()));
        long before = allocated();
        int length = answers.bytes(new Answer(List.of(file))).length;
        long made = allocated() - before;
        assertThat(length).isGreaterThan(Base64.getEncoder().encode(file).length);
        assertThat(made).isLessThan(length + buffers());
    }

    /** Of Jackson: some kilobytes for each of the two times. */
    private static long buffers() {
        return 64 << 10;
    }

    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assumeTrue(threads.isThreadAllocatedMemorySupported(), "this JVM does not count what a thread allocates");
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    private static byte[] noise(int width, int height, int seed) {
        byte[] rgb = new byte[3 * width * height];
        new Random(seed).nextBytes(rgb);
        return new PngEncoder().encode(width, height, rgb);
    }
}
