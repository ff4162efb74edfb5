package dev.diffract.tests.e2e.picture;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.image.BufferedImage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/** A set of pixels of a picture. */
record Mask(int width, int height, BitSet pixels) {

    /** The pixels whose centres lie in a shape. */
    static Mask of(int width, int height, Shape shape) {
        BufferedImage canvas = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_BINARY);
        Graphics2D graphics = canvas.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fill(shape);
        graphics.dispose();
        BitSet pixels = new BitSet(width * height);
        for (int i = 0; i < width * height; i++) {
            pixels.set(i, (canvas.getRGB(i % width, i / width) & 0xff) != 0);
        }
        return new Mask(width, height, pixels);
    }

    int area() {
        return pixels.cardinality();
    }

    /** Intersection over union. */
    double overlap(Mask other) {
        BitSet common = (BitSet) pixels.clone();
        common.and(other.pixels);
        BitSet either = (BitSet) pixels.clone();
        either.or(other.pixels);
        return (double) common.cardinality() / Math.max(1, either.cardinality());
    }

    /** Connected areas, four neighbours. */
    List<Mask> components() {
        List<Mask> found = new ArrayList<>();
        BitSet left = (BitSet) pixels.clone();
        for (int start = left.nextSetBit(0); start >= 0; start = left.nextSetBit(0)) {
            BitSet part = new BitSet(width * height);
            Deque<Integer> queue = new ArrayDeque<>(List.of(start));
            left.clear(start);
            while (!queue.isEmpty()) {
                int at = queue.remove();
                part.set(at);
                for (int next : neighbours(at)) {
                    if (left.get(next)) {
                        left.clear(next);
                        queue.add(next);
                    }
                }
            }
            found.add(new Mask(width, height, part));
        }
        return found;
    }

    /** Without the pixels that touch the outside. */
    Mask eroded() {
        BitSet inner = (BitSet) pixels.clone();
        pixels.stream()
                .filter(at -> !neighbours(at).stream().allMatch(pixels::get))
                .forEach(inner::clear);
        return new Mask(width, height, inner);
    }

    /** With the pixels that touch it. */
    Mask dilated() {
        BitSet outer = (BitSet) pixels.clone();
        pixels.stream().forEach(at -> neighbours(at).forEach(outer::set));
        return new Mask(width, height, outer);
    }

    private List<Integer> neighbours(int at) {
        List<Integer> around = new ArrayList<>(4);
        int x = at % width;
        if (x > 0) {
            around.add(at - 1);
        }
        if (x < width - 1) {
            around.add(at + 1);
        }
        if (at >= width) {
            around.add(at - width);
        }
        if (at < width * (height - 1)) {
            around.add(at + width);
        }
        return around;
    }
}
