package dev.diffract.frontend.dialect.nativ.document;

import dev.diffract.frontend.dialect.nativ.problem.Problem;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** Answers that no route gives itself: requests are refused so before they reach one, whichever it is. */
final class CommonRefusals {

    private CommonRefusals() {}

    /** Adds those that a method may get; what a route says of the same status stays. */
    static void add(HttpMethod method, APIResponses answers) {
        add(answers, "400", "The request names no host, or is no HTTP");
        if (method != HttpMethod.GET) {
            add(answers, "403", "A page of another site asked, whose origin is not listed");
        }
        add(answers, "421", "The request is for a host that this server does not go by");
        add(answers, "503", "The server is stopping; Retry-After says when to come again");
    }

    private static void add(APIResponses answers, String status, String description) {
        if (!answers.hasAPIResponse(status)) {
            answers.addAPIResponse(
                    status,
                    OASFactory.createAPIResponse()
                            .description(description)
                            .content(OASFactory.createContent()
                                    .addMediaType(
                                            Problem.MEDIA_TYPE,
                                            OASFactory.createMediaType()
                                                    .schema(OASFactory.createSchema()
                                                            .ref(AnswerRecords.name(Problem.class))))));
        }
    }
}
