package dev.diffract.frontend.dialect.nativ.document;

import dev.diffract.frontend.core.request.Field;
import dev.diffract.frontend.dialect.nativ.field.Names;
import dev.diffract.frontend.dialect.nativ.problem.Problem;
import dev.diffract.frontend.dialect.nativ.view.RestoredView;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/**
 * Makes the document one that clients can be generated from. Generators take the first answer and its first type for what is
 * to be asked for, and make a member that is not required an optional one of every answer.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class InterfaceDocument implements OASFilter {

    private static final String REQUEST = "GenerationRequest";
    private static final List<String> TYPES = List.of(
            MediaType.APPLICATION_JSON, "image/png", "image/jpeg", MediaType.SERVER_SENT_EVENTS, Problem.MEDIA_TYPE);

    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.getPaths()
                .getPathItems()
                .values()
                .forEach(path -> path.getOperations().forEach((method, operation) -> {
                    CommonRefusals.add(method, operation.getResponses());
                    AnswerHeaders.add(operation.getResponses());
                    order(operation.getResponses());
                }));
        Map<String, Schema> schemas =
                new LinkedHashMap<>(document.getComponents().getSchemas());
        Schema request = schemas.get(REQUEST);
        request.getProperties()
                .get(Names.of(Field.PREVIEWS))
                .setType(List.of(Schema.SchemaType.BOOLEAN, Schema.SchemaType.INTEGER, Schema.SchemaType.NULL));
        refer(schemas.get(AnswerRecords.name(RestoredView.class)), "request");
        schemas.keySet().removeAll(AnswerRecords.unwrapped());
        AnswerRecords.all().forEach(type -> complete(schemas.get(AnswerRecords.name(type)), type, request));
        schemas.values().forEach(InterfaceDocument::allowNull);
        document.getComponents().setSchemas(schemas);
        // Nobody is asked who he is: said, because silence could be an omission.
        document.setSecurity(List.of(OASFactory.createSecurityRequirement()));
    }

    private static void order(APIResponses answers) {
        answers.setAPIResponses(new LinkedHashMap<>(new TreeMap<>(answers.getAPIResponses())));
        answers.getAPIResponses().values().stream()
                .map(APIResponse::getContent)
                .filter(content -> content != null)
                .forEach(InterfaceDocument::order);
    }

    private static void order(Content content) {
        var ordered = new LinkedHashMap<String, org.eclipse.microprofile.openapi.models.media.MediaType>();
        content.getMediaTypes().entrySet().stream()
                .sorted(Comparator.comparingInt(type -> TYPES.indexOf(type.getKey())))
                .forEach(type -> ordered.put(type.getKey(), type.getValue()));
        content.setMediaTypes(ordered);
    }

    /** A described member is written out by the scanner, as one more schema of its own. */
    private static void refer(Schema holder, String member) {
        Schema written = holder.getProperties().get(member);
        holder.addProperty(member, OASFactory.createSchema().ref(REQUEST).description(written.getDescription()));
    }

    /** What is asked for by one of some names comes back by it. */
    private static void complete(Schema answer, Class<?> type, Schema request) {
        answer.setRequired(AnswerRecords.required(type));
        answer.getProperties().forEach((name, member) -> {
            Schema asked = request.getProperties().get(name);
            if (asked != null && asked.getEnumeration() != null && member.getEnumeration() == null) {
                member.setEnumeration(asked.getEnumeration());
            }
        });
    }

    /** A list of values without null rules it out, whatever the types say; and so does a type beside alternatives. */
    private static void allowNull(Schema schema) {
        schema.getProperties().values().stream()
                .filter(member -> member.getAnyOf() != null)
                .forEach(member -> member.setType(null));
        schema.getProperties().values().stream()
                .filter(member -> member.getEnumeration() != null
                        && member.getType() != null
                        && member.getType().contains(Schema.SchemaType.NULL))
                .forEach(member -> {
                    List<Object> values = new ArrayList<>(member.getEnumeration());
                    values.add(null);
                    member.setEnumeration(values);
                });
    }
}
