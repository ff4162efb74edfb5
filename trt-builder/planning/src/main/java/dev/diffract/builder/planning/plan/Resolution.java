package dev.diffract.builder.planning.plan;

/** Size of a picture in pixels; both sides are multiples of 8. */
public record Resolution(int width, int height) {

    /** @param text {@code 512x768} */
    static Resolution parse(String text) {
        String[] sides = text.split("x");
        return new Resolution(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
