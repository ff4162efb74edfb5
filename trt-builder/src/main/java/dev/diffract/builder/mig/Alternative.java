package dev.diffract.builder.mig;

import java.util.List;

/**
 * The legal layout nearest to wishes that cannot be met.
 *
 * @param layout the layout
 * @param changes what differs from the wishes, one sentence each, in the order of the wishes
 */
public record Alternative(Layout layout, List<String> changes) {

    public Alternative {
        changes = List.copyOf(changes);
    }
}
