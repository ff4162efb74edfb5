package dev.diffract.frontend.dialect.nativ;

import dev.diffract.frontend.core.generation.GeneratedImage;
import dev.diffract.frontend.core.generation.GenerationResult;
import dev.diffract.frontend.core.plan.FileFormat;
import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.dialect.nativ.problem.ProblemException;
import dev.diffract.frontend.dialect.nativ.problem.ProblemType;
import dev.diffract.frontend.dialect.nativ.request.Answer;
import dev.diffract.frontend.dialect.nativ.view.NotHonoured;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** The file of a generation's only picture as an answer; what else is to be said stands in its headers. */
final class SingleFile {

    private SingleFile() {}

    /**
     * @param answer that is asked for
     * @param type media type of that
     * @throws ProblemException if what will be drawn is no one file of it
     */
    static void check(GenerationPlan plan, Answer answer, String type) {
        if (plan.count() != 1) {
            throw new ProblemException(
                    ProblemType.NOT_ACCEPTABLE,
                    type + " is one picture and count is " + plan.count()
                            + "; ask for application/json or set count to 1.");
        }
        FileFormat format = plan.handling().form().format();
        if (answer.format().filter(wanted -> wanted != format).isPresent()) {
            throw new ProblemException(
                    ProblemType.NOT_ACCEPTABLE,
                    type + " is accepted and format is " + format.id()
                            + "; leave format out or let both say the same.");
        }
    }

    /**
     * @param type media type of the file
     * @param notHonoured what was asked for and not drawn
     */
    static Response of(GenerationResult result, String type, List<String> notHonoured) {
        GeneratedImage image = result.images().get(0);
        Response.ResponseBuilder answer = Response.ok(image.file().bytes(), type)
                .header("X-Seed", image.seed())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "inline; filename=\"diffract-" + image.seed() + "." + ending(image) + "\"");
        result.doneBy().ifPresent(time -> answer.header("X-Done-By", time));
        NotHonoured.header(notHonoured).ifPresent(parts -> answer.header(NotHonoured.HEADER, parts));
        return answer.build();
    }

    private static String ending(GeneratedImage image) {
        return switch (image.file().format()) {
            case PNG -> "png";
            case JPEG -> "jpg";
        };
    }
}
