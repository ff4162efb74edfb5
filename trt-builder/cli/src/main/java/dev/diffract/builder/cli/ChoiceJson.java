package dev.diffract.builder.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.diffract.builder.build.choose.Assessment;
import dev.diffract.builder.build.choose.Choice;
import dev.diffract.builder.build.choose.SliceFigures;
import dev.diffract.builder.planning.mig.Placement;
import java.util.List;
import java.util.Optional;

/** A choice of profiles for programs. The components are its keys, in their order. */
record ChoiceJson(List<Gpu> gpus, List<String> notes) {

    static ChoiceJson of(List<Choice> choices, List<String> notes) {
        return new ChoiceJson(choices.stream().map(Gpu::of).toList(), notes);
    }

    record Gpu(
            String name,
            String model,
            int count,
            double picturesPerHour,
            @JsonUnwrapped Sharing sharing) {

        static Gpu of(Choice choice) {
            return new Gpu(
                    choice.gpu().name(),
                    choice.gpu().model().orElseThrow().name(),
                    choice.gpu().count(),
                    choice.picturesPerHour(),
                    choice instanceof Choice.Cut cut ? Mig.of(cut) : Mps.of((Choice.Shared) choice));
        }
    }

    sealed interface Sharing {}

    record Mig(String sharing, List<Slice> slices, List<Profile> profiles) implements Sharing {

        static Mig of(Choice.Cut cut) {
            return new Mig(
                    "mig",
                    cut.layout().placements().stream().map(Slice::of).toList(),
                    cut.assessments().stream().map(Profile::of).toList());
        }
    }

    record Mps(String sharing, int servers, Figures figures, double busyPictureMillis) implements Sharing {

        static Mps of(Choice.Shared shared) {
            return new Mps("mps", shared.servers(), Figures.of(shared.figures()), shared.busyPictureMillis());
        }
    }

    record Slice(String profile, int start) {

        static Slice of(Placement placement) {
            return new Slice(placement.profile().name(), placement.start());
        }
    }

    record Profile(String profile, boolean accepted, Optional<String> refusal, Figures figures) {

        static Profile of(Assessment assessment) {
            return new Profile(
                    assessment.profile().name(),
                    assessment.accepted(),
                    assessment.refusal(),
                    Figures.of(assessment.figures()));
        }
    }

    record Figures(
            long memoryBytes,
            long neededBytes,
            int batch,
            String resolution,
            double stepMillis,
            double decodeMillis,
            double pictureMillis,
            double picturesPerHour,
            boolean memoryMeasured,
            boolean timeMeasured) {

        static Figures of(SliceFigures figures) {
            return new Figures(
                    figures.memory().slice(),
                    figures.memory().needed(),
                    figures.batch(),
                    figures.times().hardest().toString(),
                    figures.times().stepMillis(),
                    figures.times().decodeMillis(),
                    figures.pictureMillis(),
                    figures.picturesPerHour(),
                    figures.memory().measured(),
                    figures.times().measured());
        }
    }
}
