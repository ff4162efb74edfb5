package dev.diffract.builder.planning.mig;

import java.util.OptionalInt;

/**
 * An instance somebody wants.
 *
 * @param start the memory unit it must start at; empty if any will do
 */
public record Wish(MigProfile profile, OptionalInt start) {

    public static Wish of(MigProfile profile) {
        return new Wish(profile, OptionalInt.empty());
    }

    public static Wish of(MigProfile profile, int start) {
        return new Wish(profile, OptionalInt.of(start));
    }

    @Override
    public String toString() {
        return start.isPresent() ? profile + "@" + start.getAsInt() : profile.toString();
    }
}
