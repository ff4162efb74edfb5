package dev.diffract.builder.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.diffract.builder.planning.mig.DriverRun;
import dev.diffract.builder.planning.mig.GpuModel;
import dev.diffract.builder.planning.mig.Layout;
import dev.diffract.builder.planning.mig.MigProfile;
import dev.diffract.builder.planning.mig.Placement;
import dev.diffract.builder.planning.mig.Room;
import dev.diffract.builder.planning.mig.Verdict;
import dev.diffract.builder.planning.plan.Finding;
import dev.diffract.builder.planning.plan.GpuReport;
import dev.diffract.builder.planning.plan.PlanException;
import dev.diffract.builder.planning.plan.PlanReport;
import dev.diffract.builder.planning.plan.PlannedSlice;
import java.util.List;

/** A report on a plan for programs. */
final class PlanReportJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private PlanReportJson() {}

    static String of(PlanReport report) throws JsonProcessingException {
        ObjectNode root = JSON.createObjectNode();
        root.put("legal", report.legal());
        findings(root, report.findings());
        ArrayNode gpus = root.putArray("gpus");
        report.gpus().forEach(gpu -> gpus.add(gpu(gpu)));
        report.notes().forEach(root.putArray("notes")::add);
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }

    /** The report on a file that is no plan. */
    static String of(PlanException e) throws JsonProcessingException {
        ObjectNode root = JSON.createObjectNode();
        root.put("legal", false);
        findings(root, e.findings());
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }

    private static void findings(ObjectNode root, List<Finding> findings) {
        ArrayNode array = root.putArray("findings");
        for (Finding finding : findings) {
            ObjectNode node = array.addObject();
            if (finding.line() > 0) {
                node.put("line", finding.line());
                node.put("column", finding.column());
            }
            node.put("sentence", finding.sentence());
        }
    }

    private static ObjectNode gpu(GpuReport report) {
        ObjectNode node = JSON.createObjectNode();
        node.put("name", report.gpu().name());
        node.put("model", report.gpu().model().map(GpuModel::name).orElse(null));
        node.put("count", report.gpu().count());
        report.verdict().ifPresent(verdict -> {
            if (verdict instanceof Verdict.Legal legal) {
                node.put("legal", true);
                ArrayNode slices = node.putArray("slices");
                report.slices().forEach(slice -> slices.add(slice(slice)));
                report.room().ifPresent(room -> room(node, legal.layout(), room));
                report.driver().ifPresent(run -> driver(node, run));
            } else if (verdict instanceof Verdict.Illegal illegal) {
                node.put("legal", false);
                node.put("reason", illegal.reason());
                illegal.alternative().ifPresent(nearest -> {
                    ObjectNode alternative = node.putObject("nearest");
                    nearest.changes().forEach(alternative.putArray("changes")::add);
                    placements(
                            alternative.putArray("placements"), nearest.layout().placements());
                });
            }
        });
        return node;
    }

    private static ObjectNode slice(PlannedSlice slice) {
        MigProfile profile = slice.placement().profile();
        ObjectNode node = placement(slice.placement());
        node.put("model", slice.spec().model());
        node.put("usableMib", profile.usableMib());
        node.put("sms", profile.sms());
        return node;
    }

    private static ObjectNode placement(Placement placement) {
        ObjectNode node = JSON.createObjectNode();
        node.put("profile", placement.profile().name());
        node.put("id", placement.profile().id());
        node.put("start", placement.start());
        node.put("units", placement.profile().memoryUnits());
        return node;
    }

    private static void room(ObjectNode node, Layout layout, Room room) {
        node.put("axis", layout.gpu().axis());
        room.freeUnits().forEach(node.putArray("freeUnits")::add);
        room.strandedUnits().forEach(node.putArray("strandedUnits")::add);
        node.put("freeSms", room.freeSms());
        node.put("strandedSms", room.strandedSms());
        placements(node.putArray("roomFor"), room.further());
    }

    private static void driver(ObjectNode node, DriverRun run) {
        ObjectNode driver = node.putObject("driverWithoutStarts");
        driver.put("predicted", run.predicted());
        placements(driver.putArray("placements"), run.placed());
        driver.put("refused", run.refused().map(MigProfile::name).orElse(null));
    }

    private static void placements(ArrayNode array, List<Placement> placements) {
        placements.forEach(placement -> array.add(placement(placement)));
    }
}
