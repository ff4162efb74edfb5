package dev.diffract.builder.plan;

/** Size of a picture in pixels; both sides are multiples of 8. */
public record Resolution(int width, int height) {

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
