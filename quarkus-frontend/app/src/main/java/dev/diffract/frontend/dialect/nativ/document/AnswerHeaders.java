package dev.diffract.frontend.dialect.nativ.document;

import dev.diffract.frontend.dialect.nativ.view.NotHonoured;
import dev.diffract.frontend.http.RequestIds;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** What answers say in their headers: read off what they are, so that no route has to repeat it. */
final class AnswerHeaders {

    private AnswerHeaders() {}

    static void add(APIResponses answers) {
        answers.getAPIResponses().forEach(AnswerHeaders::add);
    }

    private static void add(String status, APIResponse answer) {
        add(answer, RequestIds.HEADER, text("The id of the request, as it was sent or as it was given here"), true);
        if (status.equals("429") || status.equals("503")) {
            add(answer, "Retry-After", seconds(), status.equals("503"));
        }
        if (answer.getContent() != null && answer.getContent().hasMediaType("image/png")) {
            add(answer, "X-Seed", whole("Beside a file: the seed that the picture was drawn from"), false);
            add(
                    answer,
                    "X-Done-By",
                    text("Beside a file: when it was to be done, as was foreseen when it came (RFC 3339); absent where"
                                    + " nothing was known yet")
                            .format("date-time"),
                    false);
            add(answer, "Content-Disposition", text("Beside a file: a name for the file"), false);
            add(
                    answer,
                    NotHonoured.HEADER,
                    text("Beside a file: what was asked for and not drawn, percent-encoded, with commas between"),
                    false);
        }
    }

    private static void add(APIResponse answer, String name, Schema schema, boolean always) {
        String description = schema.getDescription();
        schema.setDescription(null);
        answer.addHeader(
                name,
                OASFactory.createHeader()
                        .description(description)
                        .required(always)
                        .schema(schema));
    }

    private static Schema text(String description) {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING).description(description);
    }

    private static Schema whole(String description) {
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.INTEGER)
                .format("int64")
                .description(description);
    }

    private static Schema seconds() {
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.INTEGER)
                .description("Seconds after which it makes sense to ask again; absent where it never does");
    }
}
