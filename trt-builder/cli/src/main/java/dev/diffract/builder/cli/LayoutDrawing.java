package dev.diffract.builder.cli;

import dev.diffract.builder.planning.mig.GpuModel;
import dev.diffract.builder.planning.mig.Layout;
import dev.diffract.builder.planning.mig.Placement;
import dev.diffract.builder.planning.mig.Room;
import java.util.ArrayList;
import java.util.List;

/** The axis of a card in text: a line of memory units, and below it what stands on them. */
final class LayoutDrawing {

    private static final int NARROWEST = 4;

    private LayoutDrawing() {}

    /** Two lines. A free unit is drawn with dots, a stranded one with crosses. */
    static List<String> of(Layout layout, Room room) {
        GpuModel gpu = layout.gpu();
        int width = NARROWEST;
        for (Placement placement : layout.placements()) {
            int units = placement.profile().memoryUnits();
            width = Math.max(width, (placement.profile().name().length() + units) / units);
        }
        StringBuilder axis = new StringBuilder();
        for (int unit = 0; unit < gpu.axis(); unit++) {
            axis.append(cell(String.valueOf(unit), width, ' '));
        }
        StringBuilder slices = new StringBuilder();
        int unit = 0;
        for (Placement placement : layout.placements()) {
            free(slices, unit, placement.start(), width, room);
            slices.append(
                    cell(placement.profile().name(), width * placement.profile().memoryUnits(), ' '));
            unit = placement.end();
        }
        free(slices, unit, gpu.axis(), width, room);
        return List.of("|" + axis, "|" + slices + legend(room));
    }

    private static String legend(Room room) {
        List<String> signs = new ArrayList<>();
        if (room.strandedUnits().size() < room.freeUnits().size()) {
            signs.add(". free");
        }
        if (!room.strandedUnits().isEmpty()) {
            signs.add("x stranded");
        }
        return signs.isEmpty() ? "" : "  (" + String.join(", ", signs) + ")";
    }

    private static void free(StringBuilder slices, int from, int to, int width, Room room) {
        for (int unit = from; unit < to; unit++) {
            slices.append(cell("", width, room.strandedUnits().contains(unit) ? 'x' : '.'));
        }
    }

    private static String cell(String text, int width, char fill) {
        return text + String.valueOf(fill).repeat(width - 1 - text.length()) + "|";
    }
}
