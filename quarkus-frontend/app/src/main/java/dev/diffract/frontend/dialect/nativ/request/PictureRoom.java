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

/** The memory for what a request has drawn. */
final class PictureRoom {

    private PictureRoom() {}

    /**
     * Takes it until the request is answered.
     *
     * @throws ProblemException if there will never be as much
     * @throws dev.diffract.frontend.intake.DrawingsFullException if there is not as much now
     */
    static void reserve(GenerationPlan plan, Visit visit) {
        Footprint pictures = Footprint.of(plan);
        long most = visit.mostReserved();
        if (pictures.bytes() > most) {
            throw ProblemException.invalid(List.of(never(plan, pictures, most)));
        }
        visit.reserve(pictures.bytes());
    }

    private static FieldError never(GenerationPlan plan, Footprint pictures, long most) {
        long memory = most >> 20;
        long fitting = pictures.fitting(most);
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
