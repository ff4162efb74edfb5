package dev.diffract.builder.planning.mig;

import java.util.List;

/**
 * The legal layout nearest to wishes that cannot be met. Of all layouts of the card it has, in this order:
 *
 * <ol>
 *   <li>the fewest wishes changed, where moving to another start, becoming another profile, and being left out count one each;
 *   <li>the fewest left out, because each slice was to serve something;
 *   <li>the fewest that become another profile;
 *   <li>the fewest suffixes (such as {@code +me}) that nobody asked for;
 *   <li>the most memory kept, then the most SMs kept, where a wish that becomes a larger profile keeps only what it had;
 *   <li>the least memory, then the fewest SMs, beyond what was asked for;
 *   <li>the least stranded, then the lowest starts, as in {@link LayoutSolver#solve}.
 * </ol>
 *
 * @param layout the layout
 * @param count wishes that change
 * @param changes what differs from the wishes, in sentences; equal ones are counted
 */
public record Alternative(Layout layout, int count, List<String> changes) {

    public Alternative {
        changes = List.copyOf(changes);
    }
}
