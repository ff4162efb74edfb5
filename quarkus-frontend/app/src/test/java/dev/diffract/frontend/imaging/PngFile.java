package dev.diffract.frontend.imaging;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** PNG files put together chunk by chunk, right or wrong, so that tests can say what they like. */
final class PngFile {

    /** Of a pixel, by the type of colour. */
    static int channels(int type) {
        return switch (type) {
            case 2 -> 3;
            case 4 -> 2;
            case 6 -> 4;
            default -> 1;
        };
    }

    /** A chunk; its length and sum are right unless told otherwise. */
    record Chunk(String name, byte[] data, int length, int sumOff) {

        Chunk(String name, byte[] data) {
            this(name, data, data.length, 0);
        }

        Chunk saying(int wrongLength) {
            return new Chunk(name, data, wrongLength, sumOff);
        }

        Chunk broken() {
            return new Chunk(name, data, length, 1);
        }
    }

    final List<Chunk> chunks = new ArrayList<>();

    PngFile add(String name, byte... data) {
        chunks.add(new Chunk(name, data));
        return this;
    }

    PngFile header(int width, int height, int bits, int type, int interlaced) {
        return add(
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(width)
                        .putInt(height)
                        .put((byte) bits)
                        .put((byte) type)
                        .putShort((short) 0)
                        .put((byte) interlaced)
                        .array());
    }

    PngFile pixels(byte[] rows) {
        return add("IDAT", deflated(rows));
    }

    PngFile end() {
        return add("IEND");
    }

    int index(String name) {
        return chunks.stream().map(Chunk::name).toList().indexOf(name);
    }

    byte[] bytes() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        for (Chunk chunk : chunks) {
            byte[] name = chunk.name().getBytes(StandardCharsets.ISO_8859_1);
            CRC32 sum = new CRC32();
            sum.update(name);
            sum.update(chunk.data());
            file.writeBytes(ByteBuffer.allocate(4).putInt(chunk.length()).array());
            file.writeBytes(name);
            file.writeBytes(chunk.data());
            file.writeBytes(ByteBuffer.allocate(4)
                    .putInt((int) sum.getValue() ^ chunk.sumOff())
                    .array());
        }
        return file.toByteArray();
    }

    static byte[] deflated(byte[] bytes) {
        Deflater deflater = new Deflater(9);
        deflater.setInput(bytes);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return out.toByteArray();
    }

    /** Bytes of a row, with its filter. */
    static int rowBytes(int width, int bits, int type) {
        return 1 + (width * bits * channels(type) + 7) / 8;
    }

    /**
     * A picture of random pixels that every reader reads. Filters are 0; palettes have all colours that the bits can name.
     *
     * @param samples of every pixel, row by row, within the bits
     */
    static PngFile of(int width, int height, int bits, int type, boolean interlaced, int[] samples) {
        PngFile file = new PngFile().header(width, height, bits, type, interlaced ? 1 : 0);
        if (type == 3) {
            byte[] palette = new byte[3 << bits];
            new Random(bits).nextBytes(palette);
            file.add("PLTE", palette);
        }
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        int[][] passes = interlaced
                ? new int[][] {
                    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
                }
                : new int[][] {{0, 0, 1, 1}};
        for (int[] pass : passes) {
            for (int y = pass[1]; y < height && pass[0] < width; y += pass[3]) {
                rows.writeBytes(row(width, bits, channels(type), y, pass[0], pass[2], samples));
            }
        }
        return file.pixels(rows.toByteArray()).end();
    }

    private static byte[] row(int width, int bits, int channels, int y, int from, int step, int[] samples) {
        int pixels = (width - from + step - 1) / step;
        byte[] row = new byte[1 + (pixels * bits * channels + 7) / 8];
        int bit = 8;
        for (int x = from; x < width; x += step) {
            for (int c = 0; c < channels; c++) {
                int sample = samples[(y * width + x) * channels + c];
                if (bits == 16) {
                    row[bit / 8] = (byte) (sample >> 8);
                    row[bit / 8 + 1] = (byte) sample;
                } else {
                    row[bit / 8] |= (byte) (sample << (8 - bits - bit % 8));
                }
                bit += bits;
            }
        }
        return row;
    }

    static int[] randomSamples(Random random, int width, int height, int bits, int type) {
        int[] samples = new int[width * height * channels(type)];
        Arrays.setAll(samples, i -> random.nextInt(1 << bits));
        return samples;
    }
}
