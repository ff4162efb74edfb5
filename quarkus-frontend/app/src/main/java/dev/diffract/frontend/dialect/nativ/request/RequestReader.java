package dev.diffract.frontend.dialect.nativ.request;

import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.request.Companions;
import dev.diffract.frontend.core.request.Fault;
import dev.diffract.frontend.core.request.Field;
import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.request.InvalidRequestException;
import dev.diffract.frontend.dialect.nativ.field.FieldError;
import dev.diffract.frontend.dialect.nativ.field.Names;
import dev.diffract.frontend.dialect.nativ.problem.ProblemException;
import dev.diffract.frontend.dialect.nativ.problem.Problems;
import dev.diffract.frontend.service.GenerationService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Bodies as plans: the form is checked here, the values in the core, and the faults of both are told together. */
@ApplicationScoped
public class RequestReader {

    private final GenerationService generations;

    @Inject
    RequestReader(GenerationService generations) {
        this.generations = generations;
    }

    /**
     * @param answer what the request asks for
     * @throws ProblemException if the body is no JSON object, any field is wrong, or there is no such model; it is counted
     */
    public GenerationPlan read(byte[] body, Answer answer) {
        try {
            return plan(body, answer);
        } catch (RuntimeException refusal) {
            ProblemException problem = Problems.of(refusal);
            generations.refused(problem.type().ending());
            throw refusal;
        }
    }

    private GenerationPlan plan(byte[] body, Answer answer) {
        List<FieldError> errors = new ArrayList<>();
        GenerationRequest request = BodyReader.read(body, errors);
        Long every = request.output().previewEvery();
        if (answer == Answer.WHOLE && every != null && every > 0) {
            errors.add(FieldError.at(Field.PREVIEWS, "are events: they need the answer as text/event-stream (Accept)"));
        }
        try {
            GenerationPlan plan = generations.plan(request);
            if (errors.isEmpty()) {
                return plan;
            }
        } catch (InvalidRequestException invalid) {
            if (errors.isEmpty()) {
                throw invalid;
            }
            addOthers(errors, invalid.faults());
        }
        throw ProblemException.invalid(errors);
    }

    /**
     * A field that could not be read went on as absent; what the core says of its absence is no news, and what it says of others
     * without it a guess.
     */
    private static void addOthers(List<FieldError> errors, List<Fault> found) {
        Set<String> told = errors.stream().map(FieldError::pointer).collect(Collectors.toSet());
        found.stream()
                .filter(fault -> !told.contains(Names.pointer(fault.field())))
                .filter(fault ->
                        Companions.of(fault).stream().map(Names::pointer).noneMatch(told::contains))
                .map(FieldError::of)
                .forEach(errors::add);
    }
}
