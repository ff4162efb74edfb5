package dev.diffract.frontend.dialect.nativ.request;

import dev.diffract.frontend.core.plan.Footprint;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.plan.Inpainting;
import dev.diffract.frontend.core.plan.Source;
import dev.diffract.frontend.core.request.Field;
import dev.diffract.frontend.dialect.nativ.field.FieldError;
import dev.diffract.frontend.dialect.nativ.problem.ProblemException;
import dev.diffract.frontend.intake.Visit;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** The memory for what a request has drawn. */
final class PictureRoom {

    private PictureRoom() {}

    /**
     * Takes it until the request is answered.
     *
     * @param answer what the request asks for
     * @throws ProblemException if there will never be as much
     * @throws dev.diffract.frontend.intake.DrawingsFullException if there is not as much now
     */
    static void reserve(GenerationPlan plan, Answer answer, Visit visit) {
        Footprint pictures = Footprint.of(plan);
        long most = visit.mostReserved();
        ToLongFunction<Footprint> needed = answer == Answer.EVENTS ? Footprint::inEvents : Footprint::inOneAnswer;
        if (needed.applyAsLong(pictures) > most) {
            throw ProblemException.invalid(List.of(never(plan, pictures, needed, most)));
        }
        visit.reserve(pictures.bytes());
    }

    private static FieldError never(
            GenerationPlan plan, Footprint pictures, ToLongFunction<Footprint> needed, long most) {
        long memory = most >> 20;
        long fitting = IntStream.range(1, pictures.count())
                .filter(count -> needed.applyAsLong(pictures.of(count)) <= most)
                .count();
        return fitting > 0
                ? FieldError.at(
                        Field.COUNT,
                        "may be " + fitting + " at most for pictures of this size, since one request may take " + memory
                                + " MiB of this frontend's memory for its pictures, was " + plan.count())
                : FieldError.at(
                        sizing(plan),
                        "leads to a picture of " + pictures.width() + "x" + pictures.height()
                                + ", which takes more than the " + memory
                                + " MiB of this frontend's memory that there are for one request; ask for a smaller one");
    }

    /** Where the size of the finished picture comes from. */
    private static Field sizing(GenerationPlan plan) {
        boolean keepsSize = plan.source()
                .flatMap(Source::inpainting)
                .flatMap(Inpainting::onlyMasked)
                .isPresent();
        return keepsSize ? Field.IMAGE : plan.hires().isPresent() ? Field.HIRES_SCALE : Field.WIDTH;
    }
}
