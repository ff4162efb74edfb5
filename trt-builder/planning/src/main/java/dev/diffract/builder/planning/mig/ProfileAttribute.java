package dev.diffract.builder.planning.mig;

/** What the suffix of a profile's name says. */
public enum ProfileAttribute {
    /** {@code +me}: at least one media engine of each kind. */
    ME("+me"),
    /** {@code +me.all}: all media engines of the card. */
    ME_ALL("+me.all"),
    /** {@code -me}: no media engine. */
    NO_ME("-me"),
    /** {@code +gfx}: graphics APIs work inside the instance. */
    GFX("+gfx");

    private final String suffix;

    ProfileAttribute(String suffix) {
        this.suffix = suffix;
    }

    public String suffix() {
        return suffix;
    }
}
