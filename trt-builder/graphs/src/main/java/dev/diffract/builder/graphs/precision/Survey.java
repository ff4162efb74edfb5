package dev.diffract.builder.graphs.precision;

import dev.diffract.builder.graphs.onnx.RealTensor;
import java.io.IOException;

/**
 * What FP16 would make of a stored tensor's numbers.
 *
 * @param elements how many numbers there are
 * @param beyond finite ones that would become infinite: from 65520 on, halfway between FP16's largest number and the next
 * @param vanishing ones other than zero that would become zero: up to 2^-25, half of FP16's smallest number
 * @param subnormal ones below 2^-14 that stay, with fewer than 11 bits
 */
record Survey(long elements, long beyond, long vanishing, long subnormal) {

    static final Survey NOTHING = new Survey(0, 0, 0, 0);

    private static final float FIRST_BEYOND = 65520;
    private static final float LAST_VANISHING = 0x1p-25f;
    private static final float FIRST_NORMAL = 0x1p-14f;

    static Survey of(RealTensor tensor) throws IOException {
        Counts counts = new Counts();
        tensor.read(counts::add);
        return new Survey(tensor.elements(), counts.beyond, counts.vanishing, counts.subnormal);
    }

    Survey plus(Survey other) {
        return new Survey(
                elements + other.elements,
                beyond + other.beyond,
                vanishing + other.vanishing,
                subnormal + other.subnormal);
    }

    /** Whether it is one number that says something FP16 cannot say to 11 bits: an epsilon, a mask's value. */
    boolean isLostScalar() {
        return elements == 1 && beyond + vanishing + subnormal > 0;
    }

    private static final class Counts {
        private long beyond;
        private long vanishing;
        private long subnormal;

        private void add(float[] numbers, int count) {
            for (int i = 0; i < count; i++) {
                float size = Math.abs(numbers[i]);
                if (size >= FIRST_BEYOND) {
                    beyond += Float.isInfinite(size) ? 0 : 1;
                } else if (size < FIRST_NORMAL && size != 0) {
                    vanishing += size <= LAST_VANISHING ? 1 : 0;
                    subnormal += size <= LAST_VANISHING ? 0 : 1;
                }
            }
        }
    }
}
