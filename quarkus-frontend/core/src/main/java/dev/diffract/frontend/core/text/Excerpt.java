package dev.diffract.frontend.core.text;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/** A text without some of its characters. They are read where they stand: whoever counts reads of the text counts these. */
public final class Excerpt implements CharSequence {

    private final CharSequence text;
    private final int[] places;
    private final int from;
    private final int to;
    private final IntUnaryOperator shown;

    private Excerpt(CharSequence text, int[] places, int from, int to, IntUnaryOperator shown) {
        this.text = text;
        this.places = places;
        this.from = from;
        this.to = to;
        this.shown = shown;
    }

    /**
     * @param kept whether the character at a place stays
     */
    public static Excerpt of(CharSequence text, IntPredicate kept) {
        return showing(text, kept, IntUnaryOperator.identity());
    }

    /**
     * @param kept whether the character at a place stays
     * @param shown what a character that stays looks like
     */
    public static Excerpt showing(CharSequence text, IntPredicate kept, IntUnaryOperator shown) {
        int[] places = new int[text.length()];
        int count = 0;
        for (int i = 0; i < places.length; i++) {
            if (kept.test(i)) {
                places[count++] = i;
            }
        }
        return new Excerpt(text, Arrays.copyOf(places, count), 0, count, shown);
    }

    /** Where in the whole text a character stands. */
    public int placeOf(int index) {
        return places[from + index];
    }

    @Override
    public int length() {
        return to - from;
    }

    @Override
    public char charAt(int index) {
        return (char) shown.applyAsInt(text.charAt(placeOf(index)));
    }

    @Override
    public Excerpt subSequence(int start, int end) {
        if (start < 0 || end > length() || start > end) {
            throw new IndexOutOfBoundsException("from " + start + " to " + end + " of " + length());
        }
        return new Excerpt(text, places, from + start, from + end, shown);
    }

    @Override
    public String toString() {
        char[] characters = new char[length()];
        for (int i = 0; i < characters.length; i++) {
            characters[i] = charAt(i);
        }
        return new String(characters);
    }
}
