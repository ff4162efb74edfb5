package dev.diffract.frontend.dialect.nativ.request;

import dev.diffract.frontend.core.plan.GenerationPlan;
import dev.diffract.frontend.core.plan.Source;
import dev.diffract.frontend.core.request.Companions;
import dev.diffract.frontend.core.request.Fault;
import dev.diffract.frontend.core.request.Field;
import dev.diffract.frontend.core.request.GenerationRequest;
import dev.diffract.frontend.core.request.InvalidRequestException;
import dev.diffract.frontend.dialect.nativ.field.FieldError;
import dev.diffract.frontend.dialect.nativ.field.SentNames;
import dev.diffract.frontend.dialect.nativ.problem.ProblemException;
import dev.diffract.frontend.dialect.nativ.problem.Problems;
import dev.diffract.frontend.intake.Visit;
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
     * @param visit takes what it takes to read the body, and holds afterwards what the plan holds and what will be drawn
     * @param answer what the request asks for
     * @throws ProblemException if the body is no JSON object, any field is wrong, or there is no such model; it is counted
     */
    public ReadRequest read(byte[] body, Visit visit, Answer answer) {
        try {
            ReadRequest request = request(body, visit, answer);
            visit.keep(request.plan().canvas().source().map(Source::bytes).orElse(0L));
            return request;
        } catch (RuntimeException refusal) {
            ProblemException problem = Problems.of(refusal);
            generations.refused(problem.type().ending());
            throw refusal;
        }
    }

    private ReadRequest request(byte[] body, Visit visit, Answer answer) {
        List<FieldError> errors = new ArrayList<>();
        SentNames names = new SentNames();
        GenerationRequest request = BodyReader.read(body, visit, errors, names, answer);
        Long every = request.output().previewEvery();
        if (answer != Answer.EVENTS && every != null && every > 0) {
            errors.add(FieldError.at(Field.PREVIEWS, "are events: they need the answer as text/event-stream (Accept)"));
        }
        try {
            GenerationPlan plan = generations.plan(request, new VisitEffort(visit));
            if (errors.isEmpty()) {
                PictureRoom.reserve(plan, answer, visit);
                return ReadRequest.of(plan, request);
            }
        } catch (InvalidRequestException invalid) {
            if (errors.isEmpty()) {
                throw Problems.of(invalid, names);
            }
            addOthers(errors, invalid.faults(), names);
        }
        throw ProblemException.invalid(errors);
    }

    /**
     * A field that could not be read went on as absent; what the core says of its absence is no news, and what it says of others
     * without it a guess.
     */
    private static void addOthers(List<FieldError> errors, List<Fault> found, SentNames names) {
        Set<String> told = errors.stream().map(FieldError::pointer).collect(Collectors.toSet());
        found.stream()
                .filter(fault -> !told.contains(names.pointer(fault.field())))
                .filter(fault ->
                        Companions.of(fault).stream().map(names::pointer).noneMatch(told::contains))
                .map(fault -> FieldError.of(fault, names))
                .forEach(errors::add);
    }
}
