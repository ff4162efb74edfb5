package dev.diffract.builder.planning.mig;

import java.util.OptionalInt;

/**
 * An instance somebody wants.
 *
 * @param start the memory unit it must start at; empty if any will do
 */
public record Wish(MigProfile profile, OptionalInt start) {

    @Override
    public String toString() {
        return start.isPresent() ? profile + "@" + start.getAsInt() : profile.toString();
    }
}
