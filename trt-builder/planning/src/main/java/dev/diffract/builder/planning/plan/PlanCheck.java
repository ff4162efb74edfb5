package dev.diffract.builder.planning.plan;

import dev.diffract.builder.planning.mig.DriverRun;
import dev.diffract.builder.planning.mig.GpuModel;
import dev.diffract.builder.planning.mig.Layout;
import dev.diffract.builder.planning.mig.LayoutSolver;
import dev.diffract.builder.planning.mig.MigProfile;
import dev.diffract.builder.planning.mig.Placement;
import dev.diffract.builder.planning.mig.Verdict;
import dev.diffract.builder.planning.mig.Wish;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds a place for every slice of a plan. Needs no GPU. */
public final class PlanCheck {

    private final Map<GpuModel, LayoutSolver> solvers = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    private PlanCheck() {}

    /** A report on every entry, whether its slices fit or not. */
    public static PlanReport check(Plan plan) {
        PlanCheck check = new PlanCheck();
        List<GpuReport> gpus = plan.gpus().stream().map(check::report).toList();
        return new PlanReport(plan, gpus, check.findings, PlanNotes.of(plan));
    }

    /**
     * The same report, for those who go on only if every slice has its place.
     *
     * @throws PlanException if slices of an entry do not fit
     */
    public static PlanReport require(Plan plan) {
        PlanReport report = check(plan);
        if (!report.legal()) {
            throw new PlanException(plan.file(), report.findings());
        }
        return report;
    }

    private GpuReport report(GpuSpec gpu) {
        if (gpu.model().isEmpty() || gpu.slices().isEmpty()) {
            return GpuReport.open(gpu);
        }
        GpuModel card = gpu.model().get();
        List<SliceSpec> specs = new ArrayList<>();
        gpu.slices().forEach(spec -> {
            for (int i = 0; i < spec.count(); i++) {
                specs.add(spec);
            }
        });
        List<Wish> wishes = specs.stream()
                .map(spec -> new Wish(spec.profile().orElseThrow(), spec.start()))
                .toList();
        LayoutSolver solver = solvers.computeIfAbsent(card, LayoutSolver::new);
        Verdict verdict = solver.solve(wishes);
        if (verdict instanceof Verdict.Legal legal) {
            List<MigProfile> order = wishes.stream().map(Wish::profile).toList();
            return new GpuReport(
                    gpu,
                    Optional.of(verdict),
                    placed(specs, legal.layout()),
                    Optional.of(solver.room(legal.layout())),
                    Optional.of(DriverRun.of(card, order)));
        }
        findings.add(finding(gpu, (Verdict.Illegal) verdict));
        return new GpuReport(gpu, Optional.of(verdict), List.of(), Optional.empty(), Optional.empty());
    }

    /** Gives fixed starts to the slices that asked for them, and the others to the rest in the file's order, lowest first. */
    private static List<PlannedSlice> placed(List<SliceSpec> specs, Layout layout) {
        List<Placement> left = new ArrayList<>(layout.placements());
        Map<SliceSpec, Placement> fixed = new HashMap<>();
        for (SliceSpec spec : specs) {
            spec.start().ifPresent(start -> {
                Placement placement = new Placement(spec.profile().orElseThrow(), start);
                fixed.put(spec, placement);
                left.remove(placement);
            });
        }
        List<PlannedSlice> slices = new ArrayList<>();
        for (SliceSpec spec : specs) {
            Placement placement = fixed.containsKey(spec)
                    ? fixed.get(spec)
                    : left.stream()
                            .filter(free -> free.profile().equals(spec.profile().orElseThrow()))
                            .findFirst()
                            .orElseThrow();
            left.remove(placement);
            slices.add(new PlannedSlice(spec, placement));
        }
        return slices;
    }

    private static Finding finding(GpuSpec gpu, Verdict.Illegal illegal) {
        return Finding.at(
                gpu.location(),
                "the slices of '" + gpu.name() + "' do not fit: " + illegal.reason()
                        + illegal.alternative()
                                .map(nearest -> "; nearest is " + nearest.layout() + ", where "
                                        + String.join(" and ", nearest.changes()))
                                .orElse(""));
    }
}
