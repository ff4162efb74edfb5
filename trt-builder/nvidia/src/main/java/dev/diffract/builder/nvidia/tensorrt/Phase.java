package dev.diffract.builder.nvidia.tensorrt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A phase of a build, with the phases that run or ran within its current step. */
final class Phase {

    private final String name;
    private final int steps;
    private final List<Phase> within = new ArrayList<>();
    private Phase parent;
    private int completed;
    private boolean finished;
    private double reached;

    Phase(String name, int steps) {
        this.name = name;
        this.steps = steps;
    }

    String name() {
        return name;
    }

    boolean isOutermost() {
        return parent == null;
    }

    void add(Phase inner) {
        inner.parent = this;
        within.add(inner);
    }

    /** Steps are counted from 0, and may be reported out of order. */
    void complete(int step) {
        completed = Math.max(completed, step + 1);
        within.removeIf(inner -> inner.finished);
    }

    void finish() {
        finished = true;
    }

    /** The running phase that started last, at any depth. */
    Optional<Phase> innermost() {
        return within.stream()
                .filter(inner -> !inner.finished)
                .reduce((earlier, later) -> later)
                .map(inner -> inner.innermost().orElse(inner));
    }

    double fractionNeverFalling() {
        reached = Math.max(reached, fraction());
        return reached;
    }

    private double fraction() {
        if (finished || completed >= steps) {
            return 1;
        }
        double step = within.stream().mapToDouble(Phase::fraction).average().orElse(0);
        return (completed + step) / steps;
    }
}
