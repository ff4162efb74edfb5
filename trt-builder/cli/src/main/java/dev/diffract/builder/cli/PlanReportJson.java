package dev.diffract.builder.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.diffract.builder.planning.mig.Alternative;
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
import java.util.Optional;

/**
 * A report on a plan for programs. The components are its keys, in their order.
 *
 * @param gpus empty, as {@code notes}, if the file is no plan
 */
record PlanReportJson(boolean legal, List<Fault> findings, Optional<List<Gpu>> gpus, Optional<List<String>> notes) {

    static PlanReportJson of(PlanReport report) {
        return new PlanReportJson(
                report.legal(),
                faults(report.findings()),
                Optional.of(report.gpus().stream().map(Gpu::of).toList()),
                Optional.of(report.notes()));
    }

    static PlanReportJson of(PlanException e) {
        return new PlanReportJson(false, faults(e.findings()), Optional.empty(), Optional.empty());
    }

    private static List<Fault> faults(List<Finding> findings) {
        return findings.stream().map(Fault::of).toList();
    }

    record Fault(Optional<Integer> line, Optional<Integer> column, String sentence) {

        static Fault of(Finding finding) {
            Optional<Finding> placed = Optional.of(finding).filter(known -> known.line() > 0);
            return new Fault(placed.map(Finding::line), placed.map(Finding::column), finding.sentence());
        }
    }

    record Gpu(
            String name,
            @JsonInclude Optional<String> model,
            int count,
            @JsonUnwrapped Optional<Fits> fits,
            @JsonUnwrapped Optional<Misfits> misfits) {

        static Gpu of(GpuReport report) {
            return new Gpu(
                    report.gpu().name(),
                    report.gpu().model().map(GpuModel::name),
                    report.gpu().count(),
                    only(Verdict.Legal.class, report).map(legal -> Fits.of(report, legal.layout())),
                    only(Verdict.Illegal.class, report).map(Misfits::of));
        }

        private static <T> Optional<T> only(Class<T> kind, GpuReport report) {
            return report.verdict().filter(kind::isInstance).map(kind::cast);
        }
    }

    record Fits(
            boolean legal,
            List<Slice> slices,
            @JsonUnwrapped Optional<Left> room,
            Optional<Driver> driverWithoutStarts) {

        static Fits of(GpuReport report, Layout layout) {
            return new Fits(
                    true,
                    report.slices().stream().map(Slice::of).toList(),
                    report.room().map(room -> Left.of(room, layout)),
                    report.driver().map(Driver::of));
        }
    }

    record Misfits(boolean legal, String reason, Optional<Nearest> nearest) {

        static Misfits of(Verdict.Illegal verdict) {
            return new Misfits(false, verdict.reason(), verdict.alternative().map(Nearest::of));
        }
    }

    record Nearest(List<String> changes, List<Place> placements) {

        static Nearest of(Alternative nearest) {
            return new Nearest(nearest.changes(), Place.of(nearest.layout().placements()));
        }
    }

    record Place(String profile, int id, int start, int units) {

        static Place of(Placement placement) {
            MigProfile profile = placement.profile();
            return new Place(profile.name(), profile.id(), placement.start(), profile.memoryUnits());
        }

        static List<Place> of(List<Placement> placements) {
            return placements.stream().map(Place::of).toList();
        }
    }

    record Slice(@JsonUnwrapped Place place, String model, int usableMib, int sms) {

        static Slice of(PlannedSlice slice) {
            MigProfile profile = slice.placement().profile();
            return new Slice(Place.of(slice.placement()), slice.spec().model(), profile.usableMib(), profile.sms());
        }
    }

    record Left(
            int axis,
            List<Integer> freeUnits,
            List<Integer> strandedUnits,
            int freeSms,
            int strandedSms,
            List<Place> roomFor) {

        static Left of(Room room, Layout layout) {
            return new Left(
                    layout.gpu().axis(),
                    room.freeUnits(),
                    room.strandedUnits(),
                    room.freeSms(),
                    room.strandedSms(),
                    Place.of(room.further()));
        }
    }

    record Driver(
            boolean predicted,
            List<Place> placements,
            @JsonInclude Optional<String> refused) {

        static Driver of(DriverRun run) {
            return new Driver(
                    run.predicted(), Place.of(run.placed()), run.refused().map(MigProfile::name));
        }
    }
}
