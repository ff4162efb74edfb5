package dev.diffract.frontend.imaging;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** PNG files of every kind, changed as chance has it. The same seed makes the same files. */
final class HostilePngs {

    private static final int[][] KINDS = {
        {0, 1}, {0, 2}, {0, 4}, {0, 8}, {0, 16}, {2, 8}, {2, 16}, {3, 1}, {3, 2}, {3, 4}, {3, 8}, {4, 8}, {4, 16},
        {6, 8}, {6, 16}
    };
    private static final List<String> NAMES =
            List.of("tEXt", "zTXt", "iTXt", "tRNS", "PLTE", "IDAT", "IHDR", "IEND", "gAMA", "sBIT", "acTL", "fdAT");

    private HostilePngs() {}

    static byte[] next(Random random) {
        int[] kind = KINDS[random.nextInt(KINDS.length)];
        int width = 1 + random.nextInt(20);
        int height = 1 + random.nextInt(20);
        PngFile file = PngFile.of(
                width,
                height,
                kind[1],
                kind[0],
                random.nextBoolean(),
                PngFile.randomSamples(random, width, height, kind[1], kind[0]));
        if (random.nextBoolean()) {
            file.chunks.add(1, new PngFile.Chunk("tEXt", "parameters\0a\nSteps: 1".getBytes()));
        }
        for (int changes = random.nextInt(4); changes > 0 && !file.chunks.isEmpty(); changes--) {
            change(file.chunks, random);
        }
        byte[] bytes = file.bytes();
        if (random.nextInt(4) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return random.nextInt(8) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
    }

    /** One change to whole chunks, whose sums stay right. */
    private static void change(List<PngFile.Chunk> chunks, Random random) {
        int at = random.nextInt(chunks.size());
        PngFile.Chunk chunk = chunks.get(at);
        byte[] data = chunk.data().clone();
        switch (random.nextInt(8)) {
            case 0 -> chunks.remove(at);
            case 1 -> chunks.add(random.nextInt(chunks.size() + 1), chunk);
            case 2 -> chunks.add(random.nextInt(chunks.size()), chunks.remove(at));
            case 3 ->
                chunks.set(at, new PngFile.Chunk(chunk.name(), Arrays.copyOf(data, random.nextInt(data.length + 9))));
            case 4 ->
                chunks.set(
                        at,
                        chunk.saying(random.nextBoolean() ? random.nextInt() : data.length + random.nextInt(9) - 4));
            case 5 -> chunks.set(at, new PngFile.Chunk(NAMES.get(random.nextInt(NAMES.size())), data));
            case 6 -> {
                byte[] some = new byte[random.nextInt(40)];
                random.nextBytes(some);
                chunks.add(
                        random.nextInt(chunks.size() + 1),
                        new PngFile.Chunk(NAMES.get(random.nextInt(NAMES.size())), some));
            }
            default -> {
                for (int i = 0; i < data.length && i < 2; i++) {
                    data[random.nextInt(data.length)] = (byte) random.nextInt();
                }
                chunks.set(at, new PngFile.Chunk(chunk.name(), data));
            }
        }
    }

    /**
     * What a picture of the size that the file says takes at most, where its bytes could be one at all. Else nothing: of pixels
     * that cannot be there no row is begun.
     */
    static long bytesOfPicture(byte[] file) {
        if (file.length < 33) {
            return 0;
        }
        ByteBuffer header = ByteBuffer.wrap(file);
        long area = (long) header.getInt(16) * header.getInt(20);
        // 1 bit is the least that a pixel has, and 1032 times its length the most that a file unfolds to.
        boolean possible = area > 0 && area <= PictureBounds.MAX_PIXELS && area <= 8L * 1032 * file.length;
        return possible ? 64 * area : 0;
    }
}
