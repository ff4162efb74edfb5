package dev.diffract.frontend.imaging;

/** How bright a colour is, by ITU-R 601. */
final class Brightness {

    private Brightness() {}

    /**
     * @param red 0 to 255, as the others
     * @return 0 to 255
     */
    static int of(int red, int green, int blue) {
        return (19595 * red + 38470 * green + 7471 * blue + 0x8000) >> 16;
    }
}
