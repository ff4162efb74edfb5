package dev.diffract.frontend.imaging;

/**
 * Rows of a component that are as long as the picture's. Where it has half as many samples as the picture has pixels, those between are
 * drawn from the nearest and the next, three to one, as is customary; in other proportions each sample is repeated. Not thread-safe.
 */
final class UpsampledRows {

    /** Narrower ones are repeated, as is customary. */
    private static final int LEAST_WIDTH = 3;

    private final JpegComponent component;
    private final int mostAcross;
    private final int mostDown;
    private final boolean widens;
    private final boolean heightens;
    private final int[] sums;

    UpsampledRows(JpegComponent component, JpegFrame frame) {
        this.component = component;
        this.mostAcross = frame.mostAcross();
        this.mostDown = frame.mostDown();
        boolean half = mostAcross == 2 * component.across() && component.width() >= LEAST_WIDTH;
        boolean low = mostDown == 2 * component.down();
        this.widens = half && (low || mostDown == component.down());
        this.heightens = low && (half || mostAcross == component.across());
        this.sums = new int[component.width()];
    }

    /**
     * @param y row of the picture, from 0
     * @param row gets 0 to 255 for each pixel
     */
    void read(int y, int[] row) {
        if (!widens && !heightens) {
            repeat(y, row);
            return;
        }
        int weight = heightens ? sumUp(y) : copy(y);
        if (widens) {
            widen(weight, row);
            return;
        }
        int round = y % 2 == 0 ? 1 : 2;
        for (int x = 0; x < row.length; x++) {
            row[x] = (sums[x] + round) >> 2;
        }
    }

    private void repeat(int y, int[] row) {
        int at = y * component.down() / mostDown * component.stride();
        byte[] samples = component.samples();
        if (component.across() == mostAcross) {
            for (int x = 0; x < row.length; x++) {
                row[x] = samples[at + x] & 0xff;
            }
            return;
        }
        for (int x = 0; x < row.length; x++) {
            row[x] = samples[at + x * component.across() / mostAcross] & 0xff;
        }
    }

    /** @return what sums are multiples of */
    private int copy(int y) {
        int at = y * component.down() / mostDown * component.stride();
        for (int i = 0; i < sums.length; i++) {
            sums[i] = component.samples()[at + i] & 0xff;
        }
        return 1;
    }

    /** @return what sums are multiples of */
    private int sumUp(int y) {
        int near = y / 2;
        int far = Math.max(0, Math.min(y % 2 == 0 ? near - 1 : near + 1, component.height() - 1));
        byte[] samples = component.samples();
        int nearAt = near * component.stride();
        int farAt = far * component.stride();
        for (int i = 0; i < sums.length; i++) {
            sums[i] = 3 * (samples[nearAt + i] & 0xff) + (samples[farAt + i] & 0xff);
        }
        return 4;
    }

    /** Halves are rounded down and up in turn, so that the whole becomes neither brighter nor darker. */
    private void widen(int weight, int[] row) {
        int shift = weight == 1 ? 2 : 4;
        int roundLeft = weight == 1 ? 1 : 8;
        int roundRight = weight == 1 ? 2 : 7;
        for (int x = 0; x < row.length; x++) {
            int near = x / 2;
            boolean left = x % 2 == 0;
            int far = Math.max(0, Math.min(left ? near - 1 : near + 1, sums.length - 1));
            row[x] = (3 * sums[near] + sums[far] + (left ? roundLeft : roundRight)) >> shift;
        }
    }
}
